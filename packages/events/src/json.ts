import type { Problem } from "./problem.ts";

/** A value that JSON can carry without loss. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** How many objects and lists may stand in each other. */
export const maxDepth = 100;
/** How many values may be copied. */
export const maxValues = 100_000;

/**
 * Copies a value that came from outside and lists everything in it that JSON would change or lose.
 *
 * Undefined properties are left out, negative zero becomes zero. Dates, functions, symbols, bigints,
 * class instances, NaN, infinities, lone surrogates, undefined list items, cycles, nesting deeper than
 * 100 and more than 100,000 values are problems. The copy shares nothing with the value.
 */
export function copyJson(
  value: unknown,
  path: string,
): { readonly copy: JsonValue; readonly problems: readonly Problem[] } {
  const work: CopyWork = { problems: [], ancestors: [], values: 0 };
  return { copy: copyInto(work, value, path), problems: work.problems };
}

interface CopyWork {
  readonly problems: Problem[];
  /** From the top down to what is being copied. */
  readonly ancestors: object[];
  /** How many values were looked at: shared parts are copied each time, which can be without end. */
  values: number;
}

function copyInto(work: CopyWork, value: unknown, path: string): JsonValue {
  const refuse = (must: string): null => {
    work.problems.push({ path, must });
    return null;
  };
  work.values += 1;
  if (work.values === maxValues) return refuse(`not hold more than ${maxValues} values`);
  if (work.values > maxValues) return null;
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
  if (work.ancestors.includes(value)) return refuse("not contain itself");
  if (work.ancestors.length === maxDepth) return refuse(`not nest deeper than ${maxDepth} levels`);
  work.ancestors.push(value);
  const copy = copyObject(work, value, path);
  work.ancestors.pop();
  return copy ?? refuse(`be JSON: it is a ${value.constructor?.name ?? "object"}`);
}

function copyObject(work: CopyWork, value: object, path: string): JsonValue | undefined {
  if (Array.isArray(value))
    return Array.from(value, (item, index) => copyInto(work, item, `${path}.${index}`));
  if (!isPlainObject(value)) return undefined;
  const copy: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    if (!isWellFormed(key)) work.problems.push({ path, must: "have keys of well-formed Unicode" });
    setOwn(copy, key, copyInto(work, item, `${path}.${key}`));
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

/** Tells whether objects inherit nothing that a loop over their keys would come by. */
export function isNothingInherited(): boolean {
  for (const _ in {}) return false;
  return true;
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
