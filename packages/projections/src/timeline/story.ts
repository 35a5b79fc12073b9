import { type AuditEvent, compareEvents } from "@audit/events";
import { InvalidOptionError } from "../invalid-option-error.ts";
import { type EventMoment, eventMoments, type Moment } from "./moment.ts";

/** A moment of a story: one event of one of its entities, whose id is the event's. */
export interface StoryMoment<State> extends EventMoment<State> {
  /** The event of the story that caused it; absent where none of these did. */
  readonly cause?: AuditEvent;
}

/** Which events tell the story. */
export interface StoryOptions {
  /** The `correlationId`s of its events, one or several. @defaultValue every event is part of it */
  readonly correlationId?: string | readonly string[] | undefined;
  /** Entities whose events are part of it whatever they correlate with. @defaultValue none */
  readonly ids?: readonly string[] | undefined;
}

type StateOf<Timeline> = Timeline extends readonly Moment<infer State>[] ? State : never;

/**
 * Gives one story across entities: the moments of several timelines as one, event by event.
 *
 * By `timestamp`; of one millisecond a cause comes before what it caused, else by `uid`, as in a stream.
 * A moment's state, changes and `lasted` stay those of its own entity. A cause is found by
 * `causationId` among these moments, whichever entity it is of. Pure.
 *
 * @throws {InvalidOptionError} when an option is not what it must be
 * @example
 * import { incidentCreate, monitorDown } from "@audit/events";
 * import { at, stream } from "@audit/projections/testing";
 * const about = { correlationId: "incident:7" };
 * const down = stream("monitor:1", [at("10:42", monitorDown, { region: "gru" }, { uid: "d", ...about })]);
 * const opened = stream("incident:7", [
 *   at("10:42", incidentCreate, { title: "API", severity: "major", monitors: [] },
 *     { uid: "c", causationId: "d", ...about }),
 * ]);
 * const told = story([timeline(incident, opened), timeline(monitor, down)], about);
 * told.map(({ event }) => event.id); // ["monitor:1", "incident:7"]
 * told[1]?.cause?.uid; // "d"
 */
export function story<const Timelines extends readonly (readonly Moment<unknown>[])[]>(
  timelines: Timelines,
  options: StoryOptions = {},
): readonly StoryMoment<StateOf<Timelines[number]>>[] {
  type State = StateOf<Timelines[number]>;
  const belongs = membership(options);
  const moments = timelines
    // Safe: State is the union of what the timelines hold.
    .flatMap((timeline) => eventMoments(timeline as readonly Moment<State>[]))
    .filter(({ event }) => belongs(event))
    .sort((a, b) => compareEvents(a.event, b.event));
  const byUid = new Map(moments.map((moment) => [moment.event.uid, moment]));
  return causesFirst(moments, byUid).map((moment) => {
    const cause = byUid.get(moment.event.causationId ?? "")?.event;
    return cause === undefined || cause === moment.event ? moment : { ...moment, cause };
  });
}

function membership({ correlationId, ids = [] }: StoryOptions): (event: AuditEvent) => boolean {
  const wanted = typeof correlationId === "string" ? [correlationId] : correlationId;
  for (const [option, given] of Object.entries({ correlationId: wanted, ids })) {
    if (given === undefined || (Array.isArray(given) && given.every(isText))) continue;
    const must = option === "ids" ? "be a list of ids" : "be a text, or a list of texts";
    throw new InvalidOptionError({ what: "tell a story", option, must, value: given });
  }
  if (wanted === undefined) return () => true;
  const [stories, entities] = [new Set(wanted), new Set(ids)];
  return (event) =>
    entities.has(event.id) ||
    (event.correlationId !== undefined && stories.has(event.correlationId));
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Moves within a millisecond only: a cause that is later than its effect has a wrong clock. */
function causesFirst<State>(
  moments: readonly EventMoment<State>[],
  byUid: ReadonlyMap<string, EventMoment<State>>,
): readonly EventMoment<State>[] {
  const told = new Set<EventMoment<State>>();
  for (const moment of moments) {
    const chain = new Set<EventMoment<State>>();
    let next: EventMoment<State> | undefined = moment;
    // A chain that leads back to itself ends where it was.
    while (next !== undefined && !told.has(next) && !chain.has(next)) {
      if (next.timestamp !== moment.timestamp) break;
      chain.add(next);
      next = byUid.get(next.event.causationId ?? "");
    }
    for (const link of [...chain].reverse()) told.add(link);
  }
  return [...told];
}
