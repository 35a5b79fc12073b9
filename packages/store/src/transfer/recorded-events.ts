import {
  isPlainObject,
  type Problem,
  type RecordedEvent,
  readStoredActor,
  readStoredTargets,
} from "@audit/events";
import { type Row, rowColumns } from "../row.ts";
import { checkRecorded } from "./check-recorded.ts";
import { InvalidRecordedEventError } from "./invalid-recorded-event-error.ts";
import { eventOfRow, fullRow, isNumberColumn, wholeRow } from "./recorded-row.ts";

/** What a value is as an event to be appended as it was recorded, or what keeps it from being one. */
export type RecordedResult =
  | { readonly event: RecordedEvent }
  | { readonly problems: readonly Problem[] };

/**
 * Gives the events of a list as a store is to keep them, after a look at each.
 *
 * @throws {InvalidRecordedEventError} naming every field and what must hold
 */
export function recordedEvents(events: readonly unknown[]): RecordedEvent[] {
  if (!Array.isArray(events))
    throw new InvalidRecordedEventError([{ path: "", must: "be a list of events" }]);
  const results = events.map(recordedEvent);
  const problems = results.flatMap((result, index) =>
    "event" in result
      ? []
      : result.problems.map((problem) => ({
          ...problem,
          path: problem.path === "" ? String(index) : `${index}.${problem.path}`,
        })),
  );
  if (problems.length > 0) throw new InvalidRecordedEventError(problems);
  return results.flatMap((result) => ("event" in result ? [result.event] : []));
}

/**
 * Gives one event. An event that carries its row is that row and nothing else, so that what could not
 * be read of it is carried on as it is.
 */
export function recordedEvent(value: unknown): RecordedResult {
  if (!isPlainObject(value)) return { problems: [{ path: "", must: "be an event, an object" }] };
  const row = isPlainObject(value.raw) ? wholeRow(value.raw) : undefined;
  if (row !== undefined) return eventOfStoredRow(row);
  if (value.broken !== undefined)
    return { problems: [{ path: "raw", must: "be the row of an event that could not be read" }] };
  const problems = checkRecorded(value);
  if (problems.length > 0) return { problems };
  // Safe: every field of an event that has no row behind it was found to be as it must be.
  const event = value as unknown as RecordedEvent;
  return { event: plainEvent(event) };
}

/** Gives the event of a row, whose columns need only be what the data source can hold. */
export function eventOfStoredRow(row: Row): RecordedResult {
  const problems = rowColumns.flatMap((column): Problem[] => {
    const path = `raw.${column}`;
    const value = row[column];
    if (isNumberColumn(column))
      return isHeld(column, value) ? [] : [{ path, must: "be a whole number of at most 2^53" }];
    if (typeof value !== "string") return [{ path, must: "be a text" }];
    return /\p{Surrogate}/u.test(value) ? [{ path, must: "be well-formed Unicode" }] : [];
  });
  const event = problems.length === 0 ? eventOfRow(row) : undefined;
  if (event === undefined) return { problems };
  const { metadata, actor, targets, context } = event;
  if (nestsWithin({ metadata, actor, targets, context }, maxLevels))
    return { event: withoutNeedlessRow(event, row) };
  return { problems: [{ path: "raw", must: `not nest deeper than ${maxLevels} levels` }] };
}

/** Gives the event alone where that is encoded as the very row. */
function withoutNeedlessRow(event: RecordedEvent, row: Row): RecordedEvent {
  const { raw: _, ...alone } = event;
  const encoded = fullRow(alone);
  const isSame = rowColumns.every((column) => encoded[column] === row[column]);
  return isSame && alone.broken === undefined && checkRecorded({ ...alone }).length === 0
    ? alone
    : event;
}

// A draft has at most 100; what copies and compares JSON needs a bound for rows of others, too.
const maxLevels = 1_000;

function nestsWithin(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((item) => nestsWithin(item, levels - 1));
}

/** The version is a column of 32 bits. */
function isHeld(column: string, value: unknown): boolean {
  if (!Number.isSafeInteger(value)) return false;
  return column !== "version" || Number(value) === (Number(value) | 0);
}

/** Gives an event without a problem with the fields that a store holds, and none of how it was read. */
export function plainEvent(event: RecordedEvent): RecordedEvent {
  const { workspaceId, id, uid, action, version, metadata, timestamp, recordedAt } = event;
  const { outcome, context, correlationId, causationId, writer, sequence, previous } = event;
  return {
    workspaceId,
    id,
    uid,
    action,
    version,
    metadata,
    timestamp,
    recordedAt,
    // Found to be readable before.
    actor: readStoredActor(event.actor) ?? event.actor,
    targets: readStoredTargets(event.targets) ?? event.targets,
    outcome,
    context,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(causationId === undefined ? {} : { causationId }),
    ...(writer === undefined ? {} : { writer }),
    ...(sequence === undefined ? {} : { sequence }),
    ...(previous === undefined ? {} : { previous }),
    copies: 1,
  };
}
