import {
  type AnyAction,
  type EventOf,
  incidentAcknowledge,
  incidentResolve,
  maintenanceEnd,
  monitorDegraded,
  monitorDown,
  monitorRecovered,
  monitorResume,
} from "@audit/events";
import type { AnyKnownEvent } from "../projection.ts";
import { type Lapse, lapseText } from "./lapses.ts";
import { listText } from "./list-text.ts";

/** What a wording can speak of. */
interface Told<Event> {
  readonly event: Event;
  /** All events of the moment, this one first. */
  readonly events: readonly Event[];
  readonly who: string;
  readonly lapse: Lapse | undefined;
}

/** How a timeline tells the events of an action. */
export interface Wording {
  tell(told: Told<AnyKnownEvent>): string;
  /** Whether it speaks of all events of a moment, not of the first alone. */
  readonly speaksOfAll: boolean;
  /**
   * Tells whether it says the same of two events of one region; absent where it speaks of none. Who did
   * them is not asked.
   */
  saysTheSame?(a: AnyKnownEvent, b: AnyKnownEvent, lapses: SaidLapses): boolean;
}

/** The lapses of two events. */
export interface SaidLapses {
  readonly a: Lapse | undefined;
  readonly b: Lapse | undefined;
}

/**
 * The built-in actions that a timeline can say more of than their own sentence: it knows what came
 * before, and which entity it is about. Found by the action itself, so that a catalog with another
 * action of the same name has its own sentence.
 */
export const wordings: ReadonlyMap<AnyAction, Wording> = new Map([
  wording(
    incidentAcknowledge,
    ({ event: { metadata }, who, lapse }) =>
      `${who} acknowledged the incident${lapseText(lapse)}${details([metadata.message])}`,
  ),
  wording(incidentResolve, ({ who, lapse }) => `${who} resolved the incident${lapseText(lapse)}`),
  wording(
    monitorResume,
    ({ event: { metadata }, who, lapse }) =>
      `${who} resumed the monitor${lapseText(lapse)}${details([metadata.reason])}`,
  ),
  wording(
    maintenanceEnd,
    ({ event: { metadata }, who, lapse }) =>
      `${who} ended maintenance${lapseText(lapse)}${details([metadata.message])}`,
  ),
  perRegion(
    monitorDown,
    ({ event: { metadata }, events }) =>
      events.length > 1
        ? `down in ${regionsOf(events)}`
        : `down in ${metadata.region}${details([metadata.statusCode, metadata.message])}`,
    ({ metadata: a }, { metadata: b }) => a.statusCode === b.statusCode && a.message === b.message,
  ),
  perRegion(
    monitorDegraded,
    ({ event: { metadata }, events }) =>
      events.length > 1
        ? `degraded in ${regionsOf(events)}`
        : `degraded in ${metadata.region}${details([metadata.statusCode, inMs(metadata.latency)])}`,
    ({ metadata: a }, { metadata: b }) => a.statusCode === b.statusCode && a.latency === b.latency,
  ),
  perRegion(
    monitorRecovered,
    ({ events, lapse }) => `up in ${regionsOf(events)}${lapseText(lapse)}`,
    (_a, _b, { a, b }) => a === b || (a?.ms === b?.ms && a?.since === b?.since),
  ),
]);

type Entry = readonly [AnyAction, Wording];

function wording<A extends AnyAction>(
  action: A,
  tell: (told: Told<EventOf<A>>) => string,
  speaksOfAll = false,
): Entry {
  // Safe: a wording is found by the action that has read the event.
  return [action, { tell: tell as Wording["tell"], speaksOfAll }];
}

function perRegion<A extends AnyAction>(
  action: A,
  tell: (told: Told<EventOf<A>>) => string,
  saysTheSame: (a: EventOf<A>, b: EventOf<A>, lapses: SaidLapses) => boolean,
): Entry {
  const [, told] = wording(action, tell, true);
  // Safe: as with `tell`.
  return [action, { ...told, saysTheSame: saysTheSame as NonNullable<Wording["saysTheSame"]> }];
}

function regionsOf(events: readonly { readonly metadata: { readonly region: string } }[]): string {
  return listText(
    events.map(({ metadata }) => metadata.region),
    "regions",
  );
}

function details(parts: readonly (string | number | undefined)[]): string {
  let text = "";
  for (const part of parts)
    if (part !== undefined && part !== "") text += text === "" ? `: ${part}` : ` ${part}`;
  return text;
}

function inMs(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${ms} ms`;
}
