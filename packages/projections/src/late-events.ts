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
  /**
   * Takes the event of a list behind a run of it, of which nothing holds but that its timestamp goes
   * up, also to the one behind it.
   */
  addBehindRun(events: readonly LateEvent[], place: number): void;
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
  return new LateFinder(from);
}

/** A class, as one is made for each of many short streams and closures cost more than some events. */
class LateFinder implements LateEvents {
  readonly #late: LateEvent[];
  /** Recording times never go down from bottom to top: whoever comes next is measured from the top. */
  #pending: LateEvent[];
  #room: number;
  /**
   * What is on top of the pending ones as stretches of a list, from a place to before another: nearly
   * none of them is ever asked for again, so that they are put down only where one has to be.
   */
  #list: readonly LateEvent[] = none;
  readonly #stretches: number[] = [];
  #newest: LateEvent | undefined;
  /** The events before the newest with its timestamp: they cannot make each other late. */
  #ties: LateEvent[] | undefined;
  readonly #forgottenBefore: number;
  #forgotten: number;
  #unsettled: boolean;

  constructor(from: SavedLateEvents) {
    this.#late = from === nothing ? [] : [...from.found];
    this.#pending = from === nothing ? [] : [...from.pending];
    this.#room = roomFor(this.#pending.length);
    this.#newest = from.newest.at(-1);
    this.#ties = from.newest.length > 1 ? from.newest.slice(0, -1) : undefined;
    const before = from.forgotten ?? Number.NEGATIVE_INFINITY;
    this.#forgottenBefore = before;
    this.#forgotten = before;
    this.#unsettled = from !== nothing && from.newest.some(({ recordedAt }) => recordedAt < before);
  }

  add(event: LateEvent): void {
    if (event.recordedAt < this.#forgottenBefore) this.#unsettled = true;
    if (this.#newest?.timestamp === event.timestamp) {
      this.#ties ??= [];
      this.#ties.push(this.#newest);
    } else this.#settleNewest();
    this.#newest = event;
  }

  floor(): number {
    this.#settleNewest();
    this.#newest = undefined;
    const top = this.#topOfList() ?? this.#pending[this.#pending.length - 1];
    return Math.max(this.#forgottenBefore, top?.recordedAt ?? this.#forgottenBefore);
  }

  addRun(events: readonly LateEvent[], from: number, to: number): void {
    if (from >= to) return;
    if (this.#list !== events) this.#putDown();
    this.#list = events;
    const stretches = this.#stretches;
    if (stretches.length > 0 && stretches[stretches.length - 1] === from)
      stretches[stretches.length - 1] = to;
    else stretches.push(from, to);
  }

  addBehindRun(events: readonly LateEvent[], place: number): void {
    const event = events[place];
    if (event === undefined) return;
    if (event.recordedAt < this.#forgottenBefore) this.#unsettled = true;
    this.#settleLate(event);
    this.addRun(events, place, place + 1);
  }

  list(): readonly LateEvent[] {
    this.#settleNewest();
    this.#newest = undefined;
    const late = this.#late;
    return late.length === 0
      ? none
      : Object.freeze(late.length > 1 ? late.sort(compareEvents) : late);
  }

  save(): SavedLateEvents {
    this.#putDown();
    const pending = this.#pending;
    const newest = this.#newest;
    const dropped = Math.max(
      this.#forgotten,
      pending.at(-keptAnyway - 1)?.recordedAt ?? this.#forgotten,
    );
    return {
      found: [...this.#late].sort(compareEvents),
      pending: pending.slice(-keptAnyway).map(lateEventOf),
      newest: newest === undefined ? [] : [...(this.#ties ?? []), newest].map(lateEventOf),
      ...(dropped > Number.NEGATIVE_INFINITY && { forgotten: dropped }),
    };
  }

  isUnsettled(): boolean {
    return this.#unsettled;
  }

  #settleNewest(): void {
    const newest = this.#newest;
    if (newest === undefined) return;
    if (this.#ties === undefined) return this.#settle(newest);
    for (const event of [...this.#ties, newest].sort((a, b) => a.recordedAt - b.recordedAt))
      this.#settle(event);
    this.#ties = undefined;
  }

  #settle(event: LateEvent): void {
    this.#settleLate(event);
    this.#putDown();
    this.#pending.push(event);
    if (this.#pending.length > this.#room) this.#forget(event.timestamp);
  }

  /** Takes away what an event shows to be late. */
  #settleLate(event: LateEvent): void {
    const stretches = this.#stretches;
    for (
      let top = this.#topOfList();
      top !== undefined && top.recordedAt > event.recordedAt;
      top = this.#topOfList()
    ) {
      this.#late.push(lateEventOf(top));
      const [from = 0, to = 0] = stretches.splice(-2);
      if (to - 1 > from) stretches.push(from, to - 1);
    }
    if (stretches.length > 0) return;
    const pending = this.#pending;
    for (
      let top = pending[pending.length - 1];
      top !== undefined && top.recordedAt > event.recordedAt;
      top = pending[pending.length - 1]
    ) {
      this.#late.push(lateEventOf(top));
      pending.pop();
    }
  }

  #topOfList(): LateEvent | undefined {
    const stretches = this.#stretches;
    const to = stretches.length === 0 ? undefined : stretches[stretches.length - 1];
    return to === undefined ? undefined : this.#list[to - 1];
  }

  /** Puts the stretches of a list down among the pending ones, as far as they are kept. */
  #putDown(): void {
    const list = this.#list;
    const stretches = this.#stretches;
    const end = this.#topOfList();
    if (end === undefined) return;
    const kept: LateEvent[] = [];
    for (let at = stretches.length - 2; at >= 0; at -= 2) {
      const [from = 0, to = 0] = [stretches[at], stretches[at + 1]];
      for (let place = to - 1; place >= from; place -= 1) {
        const event = list[place];
        if (event === undefined) continue;
        if (kept.length >= keptAnyway && event.recordedAt <= end.timestamp) {
          this.#forgotten = event.recordedAt;
          at = 0;
          break;
        }
        kept.push(event);
      }
    }
    for (let place = kept.length - 1; place >= 0; place -= 1) {
      const event = kept[place];
      if (event !== undefined) this.#pending.push(event);
    }
    stretches.length = 0;
    this.#list = none;
    if (this.#pending.length > this.#room) this.#forget(end.timestamp);
  }

  #forget(timestamp: number): void {
    const old = this.#pending.slice(0, -keptAnyway);
    const inTime = old.findLast(({ recordedAt }) => recordedAt <= timestamp);
    if (inTime !== undefined) this.#forgotten = inTime.recordedAt;
    // As positions: the events themselves would stay in memory.
    const kept = old.filter(({ recordedAt }) => recordedAt > timestamp).map(lateEventOf);
    this.#pending = [...kept, ...this.#pending.slice(-keptAnyway)];
    this.#room = roomFor(this.#pending.length);
  }
}

const none: readonly LateEvent[] = Object.freeze([]);

function roomFor(length: number): number {
  return Math.max(length, keptAnyway) * 2;
}

function lateEventOf({ timestamp, uid, recordedAt }: LateEvent): LateEvent {
  return { timestamp, uid, recordedAt };
}
