import { type AnyAction, type Catalog, compareEvents } from "@audit/events";
import type { LateEvent } from "../late-events.ts";
import { type StateChange, stateChanges } from "../state-changes.ts";
import type { Step } from "../step.ts";
import { burstFinder } from "./burst-finder.ts";
import { type Group, groupMoments } from "./group-moments.ts";
import type { Lapse } from "./lapses.ts";
import type { EventMoment, Moment } from "./moment.ts";
import { idleSentence, sentences } from "./moment-sentence.ts";

/** How to draw. */
export interface Drawing {
  readonly catalog: Catalog<AnyAction>;
  readonly identify: readonly string[];
  /** Ms; 0: no bursts. */
  readonly burst: number;
  readonly idle: boolean;
}

/** What makes moments of events. */
export interface MomentDrawer<State> {
  /** Takes the next event in stream order, before it shows which are late and which belong together. */
  add(
    step: Step<State>,
    changes: readonly StateChange[],
    lasted: number | undefined,
    lapse: Lapse | undefined,
  ): void;
  /** Gives the moments of all events; the late events are in stream order. */
  finish(late: readonly LateEvent[]): readonly Moment<State>[];
}

/**
 * Gives what makes moments of events as they come: of an event nothing else is kept, as what is kept
 * until the end costs more than what is computed.
 */
export function momentDrawer<State>({
  catalog,
  identify,
  burst,
  idle,
}: Drawing): MomentDrawer<State> {
  const moments: EventMoment<State>[] = [];
  const bursts = burstFinder(burst);
  const sentence = sentences(catalog);
  /** Before the first moment. */
  let before: State | undefined;

  const groupMoment = ({ kind, from, to, lapse }: Group): Moment<State> => {
    const members = moments.slice(from, to);
    const [first] = members;
    const last = members.at(-1);
    if (first === undefined || last === undefined)
      throw new RangeError("Cannot draw a group of no members");
    const events = members.map(({ event }) => event);
    const delays = members.flatMap(({ lateBy = [] }) => lateBy);
    const stateBefore = from === 0 ? before : moments[from - 1]?.state;
    return Object.freeze<Moment<State>>({
      kind,
      timestamp: first.timestamp,
      until: last.timestamp,
      sentence: kind === "idle" ? idleSentence(events) : sentence(first.event, events, lapse),
      changes: stateChanges(stateBefore, last.state, identify),
      lasted: first.lasted,
      late: delays.length > 0,
      lateBy: delays.length > 0 ? delays.reduce((a, b) => Math.max(a, b)) : undefined,
      state: last.state,
      members: Object.freeze(members),
    });
  };

  return {
    add(step, changes, lasted, lapse) {
      if (moments.length === 0) before = step.before;
      const told = sentence(step.event, undefined, lapse);
      const moment = eventMoment(step, told, changes, lasted);
      bursts.add(moment, lapse);
      moments.push(moment);
    },
    finish(late) {
      markLate(moments, late);
      const groups = groupMoments(moments, bursts.found, idle);
      if (groups.length === 0) return moments;
      const drawn: Moment<State>[] = [];
      let place = 0;
      for (const group of groups) {
        for (; place < group.from; place += 1) take(drawn, moments[place]);
        drawn.push(groupMoment(group));
        place = group.to;
      }
      for (; place < moments.length; place += 1) take(drawn, moments[place]);
      return drawn;
    },
  };
}

function take<Item>(list: Item[], item: Item | undefined): void {
  if (item !== undefined) list.push(item);
}

function eventMoment<State>(
  { event, conflicting, after, error }: Step<State>,
  sentence: string,
  changes: readonly StateChange[],
  lasted: number | undefined,
): EventMoment<State> {
  const { timestamp } = event;
  const moment: EventMoment<State> = {
    kind: "event",
    timestamp,
    until: timestamp,
    sentence,
    event,
    changes,
    lasted,
    late: false,
    lateBy: undefined,
    state: after,
  };
  // Not frozen: nothing of ours shares it, and for each of many events that costs more than making it.
  if (error === undefined && conflicting.length === 0) return moment;
  return {
    ...moment,
    ...(error === undefined ? {} : { error }),
    ...(conflicting.length === 0 ? {} : { conflicting }),
  };
}

/** Few are late, and which shows at the end only: their moments are made anew. */
function markLate<State>(moments: EventMoment<State>[], late: readonly LateEvent[]): void {
  let place = 0;
  for (const event of late) {
    let moment = moments[place];
    while (moment !== undefined && compareEvents(moment.event, event) < 0) {
      place += 1;
      moment = moments[place];
    }
    if (moment === undefined) return;
    if (compareEvents(moment.event, event) > 0) continue;
    const lateBy = Math.max(0, event.recordedAt - moment.timestamp);
    moments[place] = { ...moment, late: true, lateBy };
  }
}
