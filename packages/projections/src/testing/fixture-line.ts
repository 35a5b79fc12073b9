import { type AuditEvent, isPlainObject, readStoredActor, readStoredTargets } from "@audit/events";
import { clock } from "./clock.ts";

/** Why a line is no event. */
export interface LineProblem {
  readonly must: string;
  readonly value: string;
}

/** The fields of a line, each as it has to be. */
export type FixtureFields = Readonly<Record<string, unknown>>;

interface Field {
  readonly must: string;
  /** Undefined where the value is none. */
  readonly read: (value: unknown) => unknown;
}

const text: Field = {
  must: "be text",
  read: (value) => (typeof value === "string" ? value : undefined),
};
const name: Field = {
  ...text,
  must: "be text that is not empty",
  read: (value) => text.read(value) || undefined,
};
const record: Field = {
  must: "be an object",
  read: (value) => (isPlainObject(value) ? value : undefined),
};
const list: Field = {
  must: "be a list",
  read: (value) => (Array.isArray(value) ? value : undefined),
};
const anything: Field = { must: "be there", read: (value) => value };
const wholeFrom = (least: number): Field => ({
  must: `be a whole number from ${least}`,
  read: (value) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= least ? value : undefined,
});
const time: Field = {
  must: 'be whole ms since the epoch, an ISO time in UTC or a time of day as "10:03"',
  read: readTime,
};

const fields: Readonly<Record<string, Field>> = {
  workspaceId: text,
  id: name,
  uid: name,
  timestamp: time,
  recordedAt: time,
  actor: { must: "be an actor with an id", read: readStoredActor },
  targets: { must: "be a list of targets, each with an id and a type", read: readStoredTargets },
  outcome: text,
  context: record,
  correlationId: text,
  causationId: text,
  writer: text,
  sequence: wholeFrom(1),
  previous: wholeFrom(0),
  copies: wholeFrom(1),
  otherDeliveries: list,
  action: name,
  version: wholeFrom(1),
  metadata: anything,
  recordedAction: name,
  recordedVersion: wholeFrom(1),
  extra: list,
  known: {
    must: "be true or false",
    read: (value) => (typeof value === "boolean" ? value : undefined),
  },
  reason: text,
  detail: text,
  raw: record,
};

/** Gives the fields of a line, each read, or what is wrong with the first that is. Quotes no metadata. */
export function readFixtureLine(line: string): FixtureFields | LineProblem {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { must: "it must be JSON", value: `${line.length} characters that are none` };
  }
  if (!isPlainObject(value)) return { must: "it must be an object", value: kindOf(value) };
  const read: Record<string, unknown> = {};
  for (const [key, given] of Object.entries(value)) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined)
      return { must: "every key must be a field of an event", value: JSON.stringify(key) };
    const found = field.read(given);
    if (found === undefined) return { must: `${key} must ${field.must}`, value: show(given) };
    read[key] = found;
  }
  const missing = missingOf(read);
  return missing === undefined ? read : { must: `${missing} must be there`, value: "undefined" };
}

/** Tells fields from a problem; no field is called `must`. */
export function isProblem(read: FixtureFields | LineProblem): read is LineProblem {
  return "must" in read;
}

function missingOf(read: FixtureFields): string | undefined {
  const always = ["id", "timestamp"];
  const required =
    read.known === false
      ? [...always, "recordedAction", "recordedVersion", "reason", "detail", "raw"]
      : [...always, "action", "metadata"];
  return required.find((key) => !Object.hasOwn(read, key));
}

const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

function readTime(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  if (iso.test(value)) {
    const ms = Date.parse(value);
    return Number.isNaN(ms) ? undefined : ms;
  }
  try {
    return clock(value);
  } catch {
    return undefined;
  }
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 80));
  return typeof value === "number" || typeof value === "boolean" ? String(value) : kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `of type ${typeof value}`;
}

/** Gives an event as a line has it, without what reading adds by itself. */
export function fixtureFields(event: AuditEvent): FixtureFields {
  if (!event.known) return { ...event };
  const { known: _, recordedAction, recordedVersion, ...rest } = event;
  return {
    ...rest,
    ...(recordedAction === event.action ? {} : { recordedAction }),
    ...(recordedVersion === event.version ? {} : { recordedVersion }),
  };
}
