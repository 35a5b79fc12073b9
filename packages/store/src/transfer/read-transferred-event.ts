import {
  isPlainObject,
  type Problem,
  type RecordedEvent,
  readStoredActor,
  readStoredTargets,
} from "@audit/events";
import { encodeRow, type Row } from "../row.ts";
import { checkRecorded } from "./check-recorded.ts";
import { absentFields, eventFields } from "./event-fields.ts";
import { eventOfStoredRow, plainEvent, type RecordedResult } from "./recorded-events.ts";

const columns = new Map<string, string>(eventFields.map(({ name, column }) => [column, name]));
const names = new Set([...eventFields.map(({ name }) => name), "stored"]);

/**
 * Gives the event that fields and stored columns were written from.
 *
 * Nothing of what it is given is left out: a field that no event has is a problem.
 */
export function readTransferredEvent(value: unknown): RecordedResult {
  if (!isPlainObject(value)) return { problems: [{ path: "", must: "be an event, an object" }] };
  const { stored, ...fields } = value;
  const problems = Object.keys(value).flatMap((key): Problem[] =>
    names.has(key) ? [] : [{ path: nameOf(key), must: "not be there: no event has such a field" }],
  );
  const given: Record<string, unknown> = {
    ...absentFields,
    ...("timestamp" in fields ? { recordedAt: fields.timestamp } : {}),
    ...fields,
  };
  const overlay = stored === undefined ? {} : readStored(stored, fields, problems);
  const held = new Set(Object.keys(overlay).map((column) => columns.get(column)));
  problems.push(
    ...checkRecorded(given).filter(({ path }) => !held.has(path.split(".")[0] ?? path)),
  );
  if (problems.length > 0) return { problems };

  // Safe: every field that is not in the overlay was found to be as it must be.
  const event = given as unknown as RecordedEvent;
  if (stored === undefined && isWrittenAsRead(event)) return { event: plainEvent(event) };
  const result = eventOfStoredRow({ ...absentColumns, ...rowOf(event), ...overlay });
  if ("event" in result) return result;
  return { problems: result.problems.map(inStored) };
}

/** A row that has columns of its own is whole, with what a data source puts where there is nothing. */
const absentColumns: Row = Object.fromEntries(
  eventFields.map(({ column, kind, absent }) => [column, absent ?? (kind === "whole" ? 0 : "")]),
);

/** Gives the row of the fields; those in the overlay may be anything, or not there. */
function rowOf(event: RecordedEvent): Row {
  const row: Row = { ...encodeRow(event), recorded_at: event.recordedAt };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}

/** Whether actor and targets, as they are read, are written again as they were given. */
function isWrittenAsRead({ actor, targets }: RecordedEvent): boolean {
  return (
    JSON.stringify(readStoredActor(actor)) === JSON.stringify(actor) &&
    JSON.stringify(readStoredTargets(targets)) === JSON.stringify(targets)
  );
}

function readStored(
  stored: unknown,
  fields: Readonly<Record<string, unknown>>,
  problems: Problem[],
): Row {
  if (!isPlainObject(stored)) {
    problems.push({ path: "stored", must: "be an object" });
    return {};
  }
  for (const [column, value] of Object.entries(stored)) {
    const field = columns.get(column);
    const path = `stored.${nameOf(column)}`;
    if (field === undefined)
      problems.push({ path, must: "not be there: no row has such a column" });
    else if (field in fields)
      problems.push({ path, must: `not be there beside the field "${field}"` });
    else if (typeof value !== "string" && typeof value !== "number")
      problems.push({ path, must: "be a text or a number" });
  }
  // Safe: what is no text or number was found to be a problem, and a row with problems is not used.
  return stored as Row;
}

/** A row's problems are about what was stored. */
function inStored(problem: Problem): Problem {
  return { ...problem, path: problem.path.replace(/^raw\./, "stored.") };
}

function nameOf(key: string): string {
  return /^\w{1,40}$/.test(key) ? key : "a field of another name";
}
