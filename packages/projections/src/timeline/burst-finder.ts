import { type AuditEvent, jsonEquals } from "@audit/events";
import type { Group } from "./group-moments.ts";
import type { Lapse } from "./lapses.ts";
import { type EventMoment, standsAlone } from "./moment.ts";

/** Finds bursts as moments come. */
export interface BurstFinder {
  /** The bursts of two moments or more, in order. */
  readonly found: readonly Group[];
  /** Takes the next moment. */
  add(moment: EventMoment<unknown>, lapse: Lapse | undefined): void;
}

interface OpenBurst extends Group {
  to: number;
  lapse: Lapse | undefined;
}

/**
 * Gives a finder of bursts: neighbours of one action, actor and outcome, within `burst` ms from the
 * first. An event that evolve threw on, or whose uid carries other facts, is in none.
 */
export function burstFinder(burst: number): BurstFinder {
  const found: OpenBurst[] = [];
  let place = 0;
  let first: EventMoment<unknown> | undefined;
  let from = 0;
  let longest: Lapse | undefined;
  let open: OpenBurst | undefined;
  return {
    found,
    add(moment, lapse) {
      if (first !== undefined && isBurst(first, moment, burst)) {
        if (open === undefined) {
          open = { kind: "burst", from, to: place, lapse: longest };
          found.push(open);
        }
        open.to = place + 1;
        open.lapse = longerLapse(open.lapse, lapse);
      } else {
        first = moment;
        from = place;
        longest = lapse;
        open = undefined;
      }
      place += 1;
    },
  };
}

function longerLapse(a: Lapse | undefined, b: Lapse | undefined): Lapse | undefined {
  return a === undefined || (b !== undefined && b.ms > a.ms) ? b : a;
}

function isBurst(first: EventMoment<unknown>, next: EventMoment<unknown>, burst: number): boolean {
  const { event: a } = first;
  const { event: b } = next;
  return (
    burst > 0 &&
    b.timestamp - a.timestamp <= burst &&
    a.known === b.known &&
    nameOf(a) === nameOf(b) &&
    a.outcome === b.outcome &&
    jsonEquals(a.actor, b.actor) &&
    !standsAlone(first) &&
    !standsAlone(next)
  );
}

function nameOf(event: AuditEvent): string {
  return event.known ? event.action : event.recordedAction;
}
