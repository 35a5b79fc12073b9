import { isPlainObject, jsonEquals } from "@audit/events";

// Lists whose order says nothing.
const sets = new Set(["required", "enum", "type"]);

/** Gives where two JSON values differ, and how: `/properties/a/type: "string" → "number"`. */
export function jsonDifferences(was: unknown, is: unknown): readonly string[] {
  return search(was, is, "");
}

function search(was: unknown, is: unknown, path: string): readonly string[] {
  if (jsonEquals(was, is)) return [];
  if (isPlainObject(was) && isPlainObject(is))
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].sort().flatMap((key) => {
      const below = `${path}/${key}`;
      const [old, now] = [was[key], is[key]];
      return sets.has(key) && holdSame(old, now) ? [] : search(old, now, below);
    });
  if (Array.isArray(was) && Array.isArray(is) && was.length === is.length)
    return was.flatMap((item: unknown, index) => search(item, is[index], `${path}/${index}`));
  return [`${path || "/"}: ${show(was)} → ${show(is)}`];
}

function holdSame(was: unknown, is: unknown): boolean {
  if (!Array.isArray(was) || !Array.isArray(is)) return false;
  const texts = (list: readonly unknown[]) => list.map((item) => JSON.stringify(item)).sort();
  return jsonEquals(texts(was), texts(is));
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
