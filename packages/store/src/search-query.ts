import type { AnyAction, Catalog, RecordedEvent } from "@audit/events";
import { assertLimit, assertNonEmptyText, assertOneOf, assertText } from "./assert-readable.ts";
import { isInRange, type RangeQuery, rangeQuery } from "./range-query.ts";
import type { SearchOptions } from "./read-options.ts";
import type { Place } from "./row.ts";
import { fingerprint, readCursor } from "./search-cursor.ts";
import { InvalidReadError } from "./store-error.ts";

const maxText = 256;
const maxLimit = 1000;

/** What a search asks for, checked. */
export interface SearchQuery extends RangeQuery {
  readonly actorId?: string;
  readonly target?: string;
  readonly correlationId?: string;
  readonly outcome?: string;
  /** Metadata holds one of these, as the JSON text that it is stored in. */
  readonly texts?: readonly string[];
  /** Newest first. */
  readonly backward: boolean;
  readonly after?: Place;
  readonly limit: number;
  /** Of everything that decides which events are found, and in which order. */
  readonly fingerprint: string;
}

/**
 * Gives what is asked for, after a look at it.
 *
 * @throws {InvalidReadError} naming the option and what must hold
 */
export function searchQuery(
  catalog: Catalog<AnyAction>,
  options: SearchOptions<string>,
): SearchQuery {
  const { knownAt: _, recordedAfter: __, ...range } = rangeQuery(catalog, options);
  const { actorId, target, correlationId, outcome, text, order = "newest", limit = 100 } = options;
  const filters = {
    ...(actorId !== undefined && { actorId: assertText("actorId", actorId) }),
    ...(target !== undefined && { target: assertTarget(target) }),
    ...(correlationId !== undefined && {
      correlationId: assertNonEmptyText("correlationId", correlationId, "be a text, not empty"),
    }),
    ...(outcome !== undefined && {
      outcome: assertOneOf("outcome", outcome, ["success", "failure", "denied"]),
    }),
    ...(text !== undefined && { texts: textsOf(text, range) }),
    backward: assertOneOf("order", order, ["newest", "oldest"]) === "newest",
  };
  const { signal: ___, names, ...bounds } = range;
  const mark = fingerprint({ ...bounds, ...filters, names: names && [...names].sort() });
  return {
    ...range,
    ...filters,
    limit: assertLimit(limit, maxLimit),
    fingerprint: mark,
    ...(options.cursor !== undefined && { after: readCursor(options.cursor, mark) }),
  };
}

/** Tells whether a search finds a delivery of an event. */
export function isFound(event: RecordedEvent, query: SearchQuery): boolean {
  const { actorId, target, correlationId, outcome, texts } = query;
  const metadata = texts && JSON.stringify(event.metadata);
  return (
    isInRange(event, query) &&
    (actorId === undefined || event.actor.id === actorId) &&
    (target === undefined || event.targets.some(({ type, id }) => `${type}:${id}` === target)) &&
    (correlationId === undefined || event.correlationId === correlationId) &&
    (outcome === undefined || event.outcome === outcome) &&
    (texts === undefined || texts.some((text) => metadata?.includes(text)))
  );
}

function assertTarget(target: unknown): string {
  const must = 'be a resource, "<type>:<id>"';
  const key = assertText("target", target, must);
  if (!key.includes(":")) throw new InvalidReadError("target", must);
  return key;
}

function textsOf(text: unknown, { from, to }: RangeQuery): string[] {
  const part = assertNonEmptyText("text", text, "be a text, not empty");
  if (part.length > maxText)
    throw new InvalidReadError("text", `have at most ${maxText} characters`);
  if (from === undefined || to === undefined)
    throw new InvalidReadError("text", "come with from and to: no index serves it");
  return [...new Set([part, JSON.stringify(part).slice(1, -1)])];
}
