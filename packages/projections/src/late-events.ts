import { compareEvents, type Position } from "@audit/events";

/** An event that was recorded after one that happened later. */
export interface LateEvent extends Position {
  /** Ms since epoch, UTC. */
  readonly recordedAt: number;
}

/** What a finder of late events has to go on from. JSON. */
export interface SavedLateEvents {
  /** In stream order. */
  readonly found: readonly LateEvent[];
  /** Those that may still turn out late, by recording time. */
  readonly pending: readonly LateEvent[];
  /** Those with the timestamp of the last event. */
  readonly newest: readonly LateEvent[];
  /** The greatest recording time of those that were pending and not kept; absent: none. */
  readonly forgotten?: number;
}

/** Finds late events in one pass. */
export interface LateEvents {
  /** Takes the next event in stream order. */
  add(event: LateEvent): void;
  /**
   * Gives the recording time from which on an event makes none late, when it has a greater timestamp
   * than all before it.
   */
  floor(): number;
  /**
   * Takes some events of a list, from a place to before another: their timestamps go up, also to the
   * one behind them, and their recording times never go down, from the floor on.
   */
  addRun(events: readonly LateEvent[], from: number, to: number): void;
  /** Gives the late ones in stream order. */
  list(): readonly LateEvent[];
  /** Gives what to go on from. */
  save(): SavedLateEvents;
  /** Whether an event came that may make late what was forgotten in a save. */
  isUnsettled(): boolean;
}

/** So many of those that can hardly turn out late any more are kept all the same. */
const keptAnyway = 1000;

const nothing: SavedLateEvents = Object.freeze({ found: [], pending: [], newest: [] });

/**
 * Gives a finder of late events: those for which another event of the stream has a greater timestamp
 * and was recorded before.
 *
 * Which event is late shows only when a later one comes, so those not late yet are kept. What is
 * recorded after it happened can only make late what was recorded after the time that the stream has
 * come to: of the others, the last thousand or more are kept, for clocks that are ahead. Each is put
 * down and taken up once, so the cost is linear.
 */
export function lateEvents(from: SavedLateEvents = nothing): LateEvents {
  const late: LateEvent[] = from === nothing ? [] : [...from.found];
  /** Recording times never go down from bottom to top: whoever comes next is measured from the top. */
  let pending: LateEvent[] = from === nothing ? [] : [...from.pending];
  let room = roomFor(pending.length);
  let newest: LateEvent | undefined = from.newest.at(-1);
  /** The events before the newest with its timestamp: they cannot make each other late. */
  let ties: LateEvent[] | undefined = from.newest.length > 1 ? from.newest.slice(0, -1) : undefined;
  const forgottenBefore = from.forgotten ?? Number.NEGATIVE_INFINITY;
  let forgotten = forgottenBefore;
  let unsettled = from.newest.some(({ recordedAt }) => recordedAt < forgottenBefore);

  /**
   * Those on top of what is pending, as a part of a list: of a run that goes on to the end, none has to
   * be put down.
   */
  let run: { readonly events: readonly LateEvent[]; readonly from: number; to: number } | undefined;

  const topOfRun = (): LateEvent | undefined => run?.events[run.to - 1];

  const putDownRun = (): void => {
    const end = topOfRun();
    if (run === undefined || end === undefined) return;
    const { events, from, to } = run;
    run = undefined;
    let first = Math.max(from, to - keptAnyway);
    while (first > from && (events[first - 1]?.recordedAt ?? 0) > end.timestamp) first -= 1;
    if (first > from) forgotten = events[first - 1]?.recordedAt ?? forgotten;
    for (let index = first; index < to; index += 1) {
      const event = events[index];
      if (event !== undefined) pending.push(event);
    }
    if (pending.length > room) forget(end.timestamp);
  };

  const settleRun = (event: LateEvent): void => {
    if (run === undefined) return;
    for (
      let top = topOfRun();
      run.to > run.from && top !== undefined && top.recordedAt > event.recordedAt;
      top = topOfRun()
    ) {
      late.push(lateEventOf(top));
      run.to -= 1;
    }
    if (run.to > run.from) putDownRun();
    else run = undefined;
  };

  const settle = (event: LateEvent): void => {
    settleRun(event);
    for (
      let top = pending[pending.length - 1];
      top !== undefined && top.recordedAt > event.recordedAt;
      top = pending[pending.length - 1]
    ) {
      late.push(lateEventOf(top));
      pending.pop();
    }
    pending.push(event);
    if (pending.length > room) forget(event.timestamp);
  };

  const forget = (timestamp: number): void => {
    const old = pending.slice(0, -keptAnyway);
    const inTime = old.findLast(({ recordedAt }) => recordedAt <= timestamp);
    if (inTime !== undefined) forgotten = inTime.recordedAt;
    // As positions: the events themselves would stay in memory.
    const kept = old.filter(({ recordedAt }) => recordedAt > timestamp).map(lateEventOf);
    pending = [...kept, ...pending.slice(-keptAnyway)];
    room = roomFor(pending.length);
  };

  const settleNewest = (): void => {
    if (newest === undefined) return;
    if (ties === undefined) return settle(newest);
    for (const event of [...ties, newest].sort((a, b) => a.recordedAt - b.recordedAt))
      settle(event);
    ties = undefined;
  };

  return {
    add(event) {
      if (event.recordedAt < forgottenBefore) unsettled = true;
      if (newest?.timestamp === event.timestamp) {
        ties ??= [];
        ties.push(newest);
      } else settleNewest();
      newest = event;
    },
    floor() {
      settleNewest();
      newest = undefined;
      const top = topOfRun() ?? pending[pending.length - 1];
      return Math.max(forgottenBefore, top?.recordedAt ?? forgottenBefore);
    },
    addRun(events, from, to) {
      if (from >= to) return;
      if (run?.events === events && run.to === from) run.to = to;
      else {
        putDownRun();
        run = { events, from, to };
      }
    },
    list() {
      settleNewest();
      newest = undefined;
      return Object.freeze(late.sort(compareEvents));
    },
    save() {
      putDownRun();
      const dropped = Math.max(forgotten, pending.at(-keptAnyway - 1)?.recordedAt ?? forgotten);
      return {
        found: [...late].sort(compareEvents),
        pending: pending.slice(-keptAnyway).map(lateEventOf),
        newest: newest === undefined ? [] : [...(ties ?? []), newest].map(lateEventOf),
        ...(dropped > Number.NEGATIVE_INFINITY && { forgotten: dropped }),
      };
    },
    isUnsettled: () => unsettled,
  };
}

function roomFor(length: number): number {
  return Math.max(length, keptAnyway) * 2;
}

function lateEventOf({ timestamp, uid, recordedAt }: LateEvent): LateEvent {
  return { timestamp, uid, recordedAt };
}
