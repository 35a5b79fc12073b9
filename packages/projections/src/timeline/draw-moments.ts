import { type AnyAction, type AuditEvent, type Catalog, compareEvents } from "@audit/events";
import type { Step } from "../fold-stream.ts";
import type { LateEvent } from "../late-events.ts";
import { type StateChange, stateChanges } from "../state-changes.ts";
import { type Group, groupMoments, type Member } from "./group-moments.ts";
import type { Lapse } from "./lapses.ts";
import type { EventMoment, Moment } from "./moment.ts";
import { eventsSentence, idleSentence } from "./moment-sentence.ts";

/** One event of a timeline, before it shows which are late and which belong together. */
export interface Line<State> {
  readonly step: Step<State>;
  readonly changes: readonly StateChange[];
  readonly lasted: number | undefined;
  readonly lapse: Lapse | undefined;
}

/** How to draw. */
export interface Drawing {
  readonly catalog: Catalog<AnyAction>;
  readonly identify: readonly string[];
  /** Ms; 0: no bursts. */
  readonly burst: number;
  readonly idle: boolean;
}

/** Gives the moments of these lines; both lists are in stream order. */
export function drawMoments<State>(
  lines: readonly Line<State>[],
  late: readonly LateEvent[],
  drawing: Drawing,
): readonly Moment<State>[] {
  const lateOf = finderInOrder(late);
  const members = lines.map((line) => ({
    moment: eventMoment(line, lateOf(line.step.event), drawing),
    before: line.step.before,
    lapse: line.lapse,
  }));
  return groupMoments(members, drawing).map((group) => groupMoment(group, drawing));
}

function eventMoment<State>(
  { step, changes, lasted, lapse }: Line<State>,
  late: LateEvent | undefined,
  { catalog }: Drawing,
): EventMoment<State> {
  const { event, conflicting, after, error } = step;
  const { timestamp } = event;
  return Object.freeze<EventMoment<State>>({
    kind: "event",
    timestamp,
    until: timestamp,
    sentence: eventsSentence(catalog, [event], lapse),
    event,
    changes,
    lasted,
    late: late !== undefined,
    lateBy: late && Math.max(0, late.recordedAt - timestamp),
    state: after,
    ...(error === undefined ? {} : { error }),
    ...(conflicting.length === 0 ? {} : { conflicting }),
  });
}

function groupMoment<State>(
  { kind, members }: Group<State>,
  { catalog, identify }: Drawing,
): Moment<State> {
  const [first] = members;
  const last = members.at(-1);
  if (first === undefined || last === undefined)
    throw new RangeError("Cannot draw a group of no members");
  if (first === last) return first.moment;
  const moments = members.map(({ moment }) => moment);
  const events = moments.map(({ event }) => event);
  const delays = moments.flatMap(({ lateBy = [] }) => lateBy);
  return Object.freeze<Moment<State>>({
    kind,
    timestamp: first.moment.timestamp,
    until: last.moment.timestamp,
    sentence:
      kind === "idle" ? idleSentence(events) : eventsSentence(catalog, events, longest(members)),
    changes: stateChanges(first.before, last.moment.state, identify),
    lasted: first.moment.lasted,
    late: delays.length > 0,
    lateBy: delays.length > 0 ? delays.reduce((a, b) => Math.max(a, b)) : undefined,
    state: last.moment.state,
    members: Object.freeze(moments),
  });
}

function longest<State>(members: readonly Member<State>[]): Lapse | undefined {
  let found: Lapse | undefined;
  for (const { lapse } of members)
    if (lapse !== undefined && (found === undefined || lapse.ms > found.ms)) found = lapse;
  return found;
}

/** Gives what finds the late event at a place, asked for in stream order. */
function finderInOrder(late: readonly LateEvent[]): (event: AuditEvent) => LateEvent | undefined {
  let index = 0;
  return (event) => {
    for (; ; index += 1) {
      const candidate = late[index];
      const order = candidate === undefined ? 1 : compareEvents(candidate, event);
      if (order >= 0) return order === 0 ? candidate : undefined;
    }
  };
}
