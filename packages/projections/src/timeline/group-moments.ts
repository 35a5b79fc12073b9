import type { Lapse } from "./lapses.ts";
import { type EventMoment, standsAlone } from "./moment.ts";

/** Neighbours that are one moment: two or more, from a place to before another. */
export interface Group {
  readonly kind: "burst" | "idle";
  readonly from: number;
  readonly to: number;
  /** The longest of its members. */
  readonly lapse: Lapse | undefined;
}

/**
 * Gives the groups that neighbours form, in order, from the bursts that were found.
 *
 * An idle stretch is whatever changed nothing, bursts included; a burst of which one member changed
 * something stays a burst. Refused attempts and what was not understood are never idle, nor is an
 * event that evolve threw on or whose uid carries other facts.
 */
export function groupMoments(
  moments: readonly EventMoment<unknown>[],
  bursts: readonly Group[],
  idle: boolean,
): readonly Group[] {
  if (!idle) return bursts;
  const groups: Group[] = [];
  let idleFrom: number | undefined;
  const endIdle = (to: number): void => {
    if (idleFrom !== undefined && to - idleFrom > 1)
      groups.push({ kind: "idle", from: idleFrom, to, lapse: undefined });
    idleFrom = undefined;
  };
  let next = 0;
  for (let place = 0; place < moments.length; ) {
    const burst = bursts[next]?.from === place ? bursts[next] : undefined;
    const to = burst?.to ?? place + 1;
    if (areIdle(moments, place, to)) idleFrom ??= place;
    else {
      endIdle(place);
      if (burst !== undefined) groups.push(burst);
    }
    if (burst !== undefined) next += 1;
    place = to;
  }
  endIdle(moments.length);
  return groups;
}

function areIdle(moments: readonly EventMoment<unknown>[], from: number, to: number): boolean {
  for (let place = from; place < to; place += 1) {
    const moment = moments[place];
    if (moment !== undefined && !isIdle(moment)) return false;
  }
  return true;
}

function isIdle(moment: EventMoment<unknown>): boolean {
  const { event, changes } = moment;
  return changes.length === 0 && event.known && event.outcome === "success" && !standsAlone(moment);
}
