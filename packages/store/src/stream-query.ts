import { type AnyAction, type Catalog, isPlainObject, type Position } from "@audit/events";
import {
  assertLimit,
  assertMoment,
  assertNonEmptyText,
  assertOneOf,
  assertText,
  isInt64,
} from "./assert-readable.ts";
import { compareUtf8 } from "./compare-utf8.ts";
import { type RangeQuery, rangeQuery } from "./range-query.ts";
import type { ReadOptions } from "./read-options.ts";
import type { Place } from "./row.ts";
import { InvalidReadError } from "./store-error.ts";

const idMust = 'be an entity, "<type>:<key>"';

/** What the reading of one stream asks for, checked. */
export interface StreamQuery extends RangeQuery {
  readonly id: string;
  readonly after?: Place;
  readonly backward: boolean;
  readonly limit: number;
}

/**
 * Gives what is asked for, after a look at it; any id that is a text can be read.
 *
 * @throws {InvalidReadError} naming the option and what must hold
 */
export function streamQuery(
  catalog: Catalog<AnyAction>,
  id: string,
  options: ReadOptions<string>,
): StreamQuery {
  const range = rangeQuery(catalog, options);
  const { after, direction = "forward", limit } = options;
  const entity = assertNonEmptyText("id", id, idMust);
  return {
    ...range,
    id: entity,
    ...(after !== undefined && { after: placeOf(entity, after) }),
    backward: assertOneOf("direction", direction, ["forward", "backward"]) === "backward",
    limit: limit === undefined ? Infinity : assertLimit(limit),
  };
}

/** Gives the ids of a fleet in the order in which a store gives streams, each once. */
export function fleetIds(ids: readonly string[]): string[] {
  if (!Array.isArray(ids)) throw new InvalidReadError("ids", "be a list of entities");
  const checked = ids.map((id, index) => assertNonEmptyText(`ids.${index}`, id, idMust));
  return [...new Set(checked)].sort(compareUtf8);
}

function placeOf(id: string, after: Position): Place {
  if (typeof after !== "object" || after === null)
    throw new InvalidReadError("after", "be an event, or a place with a timestamp and a uid");
  return { id, uid: assertText("after.uid", after.uid), timestamp: exactTimestamp(after) };
}

/** An event whose timestamp no number holds has its digits in the row that it came in. */
function exactTimestamp({ raw, timestamp }: Position & { readonly raw?: unknown }): string {
  if (!Number.isSafeInteger(timestamp) && isPlainObject(raw) && isInt64(raw.timestamp))
    return raw.timestamp;
  return String(assertMoment("after.timestamp", timestamp));
}
