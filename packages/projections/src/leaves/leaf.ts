import { isPlainObject } from "@audit/events";

/** What a state is made of: objects and lists with something in them, and leaves. */
export type Part =
  | { readonly kind: "object"; readonly keys: readonly string[]; readonly value: Children }
  | { readonly kind: "list"; readonly value: readonly unknown[] }
  | { readonly kind: "leaf"; readonly value: unknown };

/** The values of an object by their keys. */
export type Children = Readonly<Record<string, unknown>>;

/** Gives what a value is. An empty object and an empty list are leaves; an undefined key is none. */
export function partOf(value: unknown): Part {
  if (Array.isArray(value) && value.length > 0) return { kind: "list", value };
  if (isPlainObject(value)) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    if (keys.length > 0) return { kind: "object", keys, value };
  }
  return { kind: "leaf", value };
}

/** Gives what an object has under a key of its own, whatever the key is called. */
export function childOf(value: Children, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/**
 * Tells whether two leaves are the same: as JSON writes them (so 0 is -0), and NaN is NaN, a Date the
 * Date of the same moment. Objects of other classes are only themselves.
 */
export function isSameLeaf(a: unknown, b: unknown): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  return (isEmptyList(a) && isEmptyList(b)) || (isEmptyObject(a) && isEmptyObject(b));
}

function isEmptyObject(value: unknown): boolean {
  return isPlainObject(value) && partOf(value).kind === "leaf";
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
