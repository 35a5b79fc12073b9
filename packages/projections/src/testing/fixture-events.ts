import {
  type AnyAction,
  type AuditEvent,
  type BuiltInAction,
  catalog as builtIn,
  type Catalog,
  type RecordedEvent,
} from "@audit/events";
import { deepFreeze } from "../deep-freeze.ts";
import {
  type FixtureFields,
  isProblem,
  type LineProblem,
  readFixtureLine,
} from "./fixture-line.ts";
import { type FixtureProblem, InvalidFixtureError } from "./invalid-fixture-error.ts";

/** What a fixture file is read with. */
export interface FixtureOptions<A extends AnyAction> {
  /** @defaultValue the built-in catalog */
  readonly catalog?: Catalog<A> | undefined;
  /** What errors call it, such as its path. @defaultValue `"the fixture"` */
  readonly name?: string | undefined;
}

/**
 * Gives the events of a fixture file, one per line of NDJSON and in the order of the lines, typed and
 * frozen at every depth.
 *
 * A line has the fields of an event. `id`, `action`, `timestamp` and `metadata` must be there; `version`
 * is the latest, `uid` follows from the place in its stream, `recordedAt` is the `timestamp`, and the
 * others are what a draft has without them. Times are ms since epoch, ISO times in UTC, or what `clock`
 * reads. An older version or a former name is read as a store's is. What the catalog does not understand
 * is an error, unless the line says `"known": false`, as {@link fixtureText} writes it. Blank lines, CRLF
 * and a byte order mark are fine. The text comes from wherever you read files.
 *
 * @throws {InvalidFixtureError} naming the first line that is wrong, and the numbers of the others
 * @example
 * const text = '{"id":"monitor:1","action":"monitor.down","timestamp":"10:42","metadata":{"region":"gru"}}';
 * const [event] = fixtureEvents(text);
 * event?.known && event.timestamp === clock("10:42"); // true
 */
export function fixtureEvents<A extends AnyAction = BuiltInAction>(
  text: string,
  options: FixtureOptions<A> = {},
): AuditEvent<A>[] {
  // Safe: without a catalog argument nothing infers A but its default, the built-in actions.
  const catalog = options.catalog ?? (builtIn as unknown as Catalog<A>);
  const { name = "the fixture" } = options;
  if (typeof text !== "string")
    throw new InvalidFixtureError({
      what: name,
      must: "it must be text, a line of JSON per event",
      value: `of type ${typeof text}`,
    });
  const problems: FixtureProblem[] = [];
  const events: AuditEvent<A>[] = [];
  const counts = new Map<string, number>();
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    if (line.trim() === "") continue;
    const read = readFixtureLine(line);
    const event = isProblem(read) ? read : eventOf(read, catalog, counts);
    if ("must" in event) problems.push({ line: index + 1, ...event });
    else events.push(deepFreeze(event));
  }
  const [first] = problems;
  if (first !== undefined)
    throw new InvalidFixtureError({ ...first, what: `line ${first.line} of ${name}` }, problems);
  return events;
}

const defaults = {
  workspaceId: "",
  actor: { id: "", name: "system", type: "system" },
  targets: [],
  outcome: "success",
  context: {},
  copies: 1,
};

function eventOf<A extends AnyAction>(
  fields: FixtureFields,
  catalog: Catalog<A>,
  counts: Map<string, number>,
): AuditEvent<A> | LineProblem {
  const { id, workspaceId = "", timestamp } = fields;
  const stream = JSON.stringify([workspaceId, id]);
  const count = (counts.get(stream) ?? 0) + 1;
  counts.set(stream, count);
  const uid = `${id}#${String(count).padStart(4, "0")}`;
  const whole = { ...defaults, uid, recordedAt: timestamp, ...fields };
  // Safe: every field of a line was read as what it is, and those an unknown event needs are there.
  if (fields.known === false) return whole as unknown as AuditEvent<A>;

  const { recordedAction, recordedVersion, extra, known: _, ...recorded } = whole as FixtureFields;
  const action = String(fields.action);
  const version = fields.version ?? catalog.find(action)?.latest ?? 1;
  // Safe: every field of a line was read as what it is; those that may be missing have defaults.
  const event = catalog.decode({ ...recorded, version } as unknown as RecordedEvent);
  if (!event.known)
    return { must: `the catalog must understand it, or "known" be false`, value: event.detail };
  // Safe: the same event; what it was recorded as is text and a number.
  return {
    ...event,
    ...(recordedAction === undefined ? {} : { recordedAction }),
    ...(recordedVersion === undefined ? {} : { recordedVersion }),
    ...(extra === undefined ? {} : { extra }),
  } as AuditEvent<A>;
}
