import { isPlainObject } from "../json.ts";

/**
 * Puts keys back at the paths that they were cut from, and gives the indexes of those whose path does
 * not lead to a free key of an object. Changes the value it is given.
 */
export function putBack(
  from: unknown,
  keys: readonly { readonly path: readonly PropertyKey[]; readonly value?: unknown }[],
): number[] {
  return keys.flatMap(({ path, value }, index) => {
    const key = path.at(-1);
    const parent = path.slice(0, -1).reduce(childOf, from);
    if (key === undefined || !isPlainObject(parent) || Object.hasOwn(parent, key)) return [index];
    // Plain assignment to `__proto__` would change the prototype.
    Object.defineProperty(parent, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    return [];
  });
}

function childOf(parent: unknown, key: PropertyKey): unknown {
  const isHolder = typeof parent === "object" && parent !== null;
  return isHolder && Object.hasOwn(parent, key) ? Reflect.get(parent, key) : undefined;
}
