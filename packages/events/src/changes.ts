import { copyJson, type JsonValue, jsonEquals } from "./json.ts";

/** One field that an update changed. `from` is absent where the field was new, `to` where it went. */
export interface Change {
  readonly field: string;
  readonly from?: JsonValue;
  readonly to?: JsonValue;
}

/**
 * Gives what differs between two versions of an entity, one change per top-level field, by name.
 *
 * Values are compared as JSON, whatever the order of their keys; equal fields are left out, so no
 * difference gives an empty list.
 *
 * @throws {TypeError} when a value is not JSON, naming its field
 * @example
 * changesBetween({ name: "API", periodicity: "1m" }, { name: "API", periodicity: "5m" });
 * // [{ field: "periodicity", from: "1m", to: "5m" }]
 */
export function changesBetween(before: object, after: object): Change[] {
  const from = jsonFields(before);
  const to = jsonFields(after);
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter(
      (field) => from.has(field) !== to.has(field) || !jsonEquals(from.get(field), to.get(field)),
    )
    .sort()
    .map((field) => ({ field, ...sideOf("from", from, field), ...sideOf("to", to, field) }));
}

function jsonFields(entity: object): ReadonlyMap<string, JsonValue> {
  const given = Object.entries(entity).filter(([, value]) => value !== undefined);
  return new Map(given.map(([field, value]) => [field, toJson(value, field)]));
}

function sideOf(key: "from" | "to", fields: ReadonlyMap<string, JsonValue>, field: string) {
  const value = fields.get(field);
  return value === undefined ? {} : { [key]: value };
}

function toJson(value: unknown, field: string): JsonValue {
  const { copy, problems } = copyJson(value, field);
  const [problem] = problems;
  if (problem !== undefined)
    throw new TypeError(`Cannot compare "${field}" as ${problem.path} must ${problem.must}`);
  return copy;
}
