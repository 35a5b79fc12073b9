import type { AuditEvent } from "@audit/events";
import { feed } from "./feed.ts";
import { foldStream } from "./fold-stream.ts";
import type { Projection } from "./projection.ts";
import { replayList } from "./replay-list.ts";
import type { ReplayOptions } from "./replay-options.ts";
import type { Replayed } from "./replay-report.ts";

/**
 * Gives the state that the events of one stream lead to, and a report of what it rests on.
 *
 * `at` asks what was true then (`timestamp`), `knownAt` what was known then (`recordedAt`); both are
 * ms since epoch, UTC, inclusive, and infinities leave them open. `upTo` ends with an event. Reading
 * ends at the first event behind the end, so what lies there is in no count; only an `upTo` that has
 * not come by `at` is looked for to the end of the stream.
 *
 * `without` leaves events out as if they had not happened: the report lists them, and counts them
 * nowhere else. They are no gaps, and a stream whose beginning is left out is not truncated. With
 * `upTo` the same event, it gives the state just before it.
 *
 * An iterable must be in stream order (`timestamp`, then `uid`) and is folded in one pass; a list may
 * be in any order and is copied only if it has to be sorted, and then folded anew. Copies of an event are one event, known
 * since its earliest recording. Of different facts under one uid and timestamp the one recorded first
 * is taken, the others are reported; one uid under two timestamps is two events. An evolve that
 * throws leaves the state as it was. Pure; nothing it is given is changed. Memory: the state, what
 * the report lists, some numbers per writer, the last two thousand events, and a position for each
 * event that was recorded after the last one happened.
 *
 * @throws {OutOfOrderError} when an iterable is not in stream order
 * @throws {MixedStreamsError} when the events are of several streams
 * @throws {InvalidOptionError} when an argument cannot be what it is, or `upTo` is not in the stream
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
 * replay(incident, events, { without: ["incident:7#0002"] }).state.phase; // "open"
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
  return Array.isArray(events)
    ? replayList(projection, events, options)
    : feed(events, () => foldStream(projection, options));
}
