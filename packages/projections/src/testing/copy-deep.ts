import { isPlainObject } from "@audit/events";

/** Gives a copy that shares no object literal and no list with the value; whatever else is in it is the same. */
export function copyDeep<Value>(value: Value): Value {
  // Safe: a copy has the type of what it is a copy of.
  return copyOf(value, new Map()) as Value;
}

function copyOf(value: unknown, copies: Map<unknown, unknown>): unknown {
  if (copies.has(value)) return copies.get(value);
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const item of value) list.push(copyOf(item, copies));
    return list;
  }
  if (!isPlainObject(value)) return value;
  const entries: [string, unknown][] = Object.keys(value).map((key) => [key, undefined]);
  // Made of entries, so that a key may be called `__proto__`.
  const object: Record<string, unknown> = Object.fromEntries(entries);
  copies.set(value, object);
  for (const [key, item] of Object.entries(value))
    Object.defineProperty(object, key, {
      value: copyOf(item, copies),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  return object;
}
