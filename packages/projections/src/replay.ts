import type { AuditEvent } from "@audit/events";
import { feed } from "./feed.ts";
import { foldStream, type ReplayOptions } from "./fold-stream.ts";
import type { Projection } from "./projection.ts";
import type { Replayed } from "./replay-report.ts";

/**
 * Gives the state that the events of one stream lead to, and a report of what it rests on.
 *
 * `at` asks what was true then (`timestamp`), `knownAt` what was known then (`recordedAt`); both are
 * ms since epoch, UTC, inclusive, and infinities leave them open. Reading ends at the first event
 * after `at`, so what lies behind it is in no count, and a predecessor that happened after `at` shows
 * as a gap.
 *
 * An iterable must be in stream order (`timestamp`, then `uid`) and is folded in one pass; a list may
 * be in any order and is copied only if it has to be sorted. Copies of an event are one event, known
 * since its earliest recording. Of different facts under one uid and timestamp the one recorded first
 * is taken, the others are reported; one uid under two timestamps is two events. An evolve that
 * throws leaves the state as it was. Pure; nothing it is given is changed. Memory: one position per
 * event, to find late ones.
 *
 * @throws {OutOfOrderError} when an iterable is not in stream order
 * @throws {MixedStreamsError} when the events are of several streams
 * @throws {InvalidOptionError} when `at` or `knownAt` is no number
 * @throws {PartialReplayError} when `strict` and the report gives a reason why it is not exact
 * @example
 * import { incidentAcknowledge, incidentCreate } from "@audit/events";
 * import { at, clock, stream } from "@audit/projections/testing";
 * const events = stream("incident:7", [
 *   at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: ["monitor:1"] }),
 *   at("10:04", incidentAcknowledge, {}),
 * ]);
 * replay(incident, events, { at: clock("10:03") }).state.phase; // "open"
 * replay(incident, events).state.phase; // "acknowledged"
 */
export function replay<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent>,
  options?: ReplayOptions,
): Replayed<State>;
export function replay<State>(
  projection: Projection<State>,
  events: AsyncIterable<AuditEvent>,
  options?: ReplayOptions,
): Promise<Replayed<State>>;
export function replay<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: ReplayOptions = {},
): Replayed<State> | Promise<Replayed<State>> {
  return feed(events, () => foldStream(projection, options));
}
