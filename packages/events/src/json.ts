import type { Problem } from "./problem.ts";

/** A value that JSON can carry without loss. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

const maxDepth = 100;

/**
 * Copies a value that came from outside and lists everything in it that JSON would change or lose.
 *
 * Undefined properties are left out, negative zero becomes zero. Dates, functions, symbols, bigints,
 * class instances, NaN, infinities, lone surrogates, undefined list items, cycles and nesting deeper
 * than 100 are problems. The copy shares nothing with the value.
 */
export function copyJson(
  value: unknown,
  path: string,
): { readonly copy: JsonValue; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  return { copy: copyInto(problems, value, path, 0), problems };
}

function copyInto(problems: Problem[], value: unknown, path: string, depth: number): JsonValue {
  const refuse = (must: string): null => {
    problems.push({ path, must });
    return null;
  };
  if (depth > maxDepth) return refuse(`not nest deeper than ${maxDepth} levels`);
  switch (typeof value) {
    case "string":
      return isWellFormed(value)
        ? value
        : refuse("be well-formed Unicode, without lone surrogates");
    case "boolean":
      return value;
    case "number":
      if (!Number.isFinite(value)) return refuse("be a finite number");
      return value === 0 ? 0 : value;
    case "object":
      break;
    default:
      return refuse(`be JSON: it is of type ${typeof value}`);
  }
  if (value === null) return null;
  if (Array.isArray(value))
    return Array.from(value, (item, index) =>
      copyInto(problems, item, `${path}.${index}`, depth + 1),
    );
  if (!isPlainObject(value))
    return refuse(`be JSON: it is a ${value.constructor?.name ?? "object"}`);
  const copy: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    if (!isWellFormed(key)) problems.push({ path, must: "have keys of well-formed Unicode" });
    setOwn(copy, key, copyInto(problems, item, `${path}.${key}`, depth + 1));
  }
  return copy;
}

/** Sets an own property whatever its name: plain assignment to `__proto__` would change the prototype. */
function setOwn(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== "__proto__") {
    target[key] = value;
    return;
  }
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

/** Tells whether a value is an object literal, or what JSON.parse makes of one. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const loneSurrogate = /\p{Surrogate}/u;

/** Tells whether a string is free of lone surrogates, which UTF-8 cannot carry. */
export function isWellFormed(text: string): boolean {
  // Safe: asked for before it is called; the runtime may be older than the method, which is faster.
  const { isWellFormed: native } = text as unknown as { isWellFormed?: () => boolean };
  return native === undefined ? !loneSurrogate.test(text) : native.call(text);
}

/** Tells whether two JSON values are equal, whatever the order of their keys. */
export function jsonEquals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => jsonEquals(item, b[index]))
    );
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && jsonEquals(value, right.get(key)))
  );
}
