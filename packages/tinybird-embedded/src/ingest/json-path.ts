/** The keys that lead to a value; none for the row as a whole. */
export type JsonPath = readonly string[];

/** Reads `$`, `$.a.b` or `$.a[:]`, which the datafile parser lets through and no other. */
export function parseJsonPath(text: string): JsonPath {
  return text
    .replace(/(\[:\])+$/, "")
    .split(".")
    .slice(1);
}
