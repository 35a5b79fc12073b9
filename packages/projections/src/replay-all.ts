import type { AuditEvent } from "@audit/events";
import { assertEvent } from "./assert-event.ts";
import { assertProjection } from "./assert-projection.ts";
import { comesOverTime } from "./comes-over-time.ts";
import { foldFleet } from "./fold-fleet.ts";
import { inStreamOrder } from "./in-stream-order.ts";
import { InvalidOptionError } from "./invalid-option-error.ts";
import type { Projection } from "./projection.ts";
import { checkReplayOptions, type ReplayOptions } from "./replay-options.ts";
import type { Replayed } from "./replay-report.ts";

/** What a replay of a fleet may be asked: `upTo` names an event of one stream. */
export type ReplayAllOptions = Omit<ReplayOptions, "upTo">;

/**
 * Gives each entity's id with its state and report, one after the other, from the events of many
 * streams in one pass.
 *
 * An iterable must give one stream after the other, as a store's `readAll` does; the streams may be in
 * any order. Each pair comes as soon as the next stream begins: memory is one state at a time, and the
 * ids. A list may be in any order, and gives pairs in the order in which the ids first come. Each
 * stream is taken as `replay` takes it, with the same options. All are of one workspace. Pure.
 *
 * `new Map(replayAll(…))` keeps them all.
 *
 * @throws {ReopenedStreamError} when an id comes again after another
 * @throws {OutOfOrderError} when a stream of an iterable is not in stream order
 * @throws {MixedStreamsError} when the events are of several workspaces
 * @throws {InvalidOptionError} when an argument cannot be what it is
 * @throws {PartialReplayError} when `strict` and a stream is not exact, naming it
 * @example
 * import { monitorCreate, monitorDown } from "@audit/events";
 * import { at, stream } from "@audit/projections/testing";
 * const events = [
 *   ...stream("monitor:1", [at("10:00", monitorCreate, { name: "API" })]),
 *   ...stream("monitor:2", [at("10:01", monitorDown, { region: "gru" })]),
 * ];
 * const fleet = new Map(replayAll(monitor, events));
 * fleet.get("monitor:2")?.report.reasons; // ["truncated"]
 */
export function replayAll<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent>,
  options?: ReplayAllOptions,
): Generator<[id: string, replayed: Replayed<State>], void, undefined>;
export function replayAll<State>(
  projection: Projection<State>,
  events: AsyncIterable<AuditEvent>,
  options?: ReplayAllOptions,
): AsyncGenerator<[id: string, replayed: Replayed<State>], void, undefined>;
export function replayAll<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: ReplayAllOptions = {},
):
  | Generator<[string, Replayed<State>], void, undefined>
  | AsyncGenerator<[string, Replayed<State>], void, undefined> {
  assertProjection("replay a fleet", projection);
  const what = `replay "${projection.name}" for a fleet`;
  checkReplayOptions(what, options);
  if ("upTo" in options && options.upTo !== undefined)
    throw new InvalidOptionError({
      what,
      option: "upTo",
      must: "be left out, as it names an event of one stream",
      value: options.upTo,
    });
  return comesOverTime(what, events)
    ? overTime(projection, events, options)
    : atOnce(projection, Array.isArray(events) ? byStream(what, events) : events, options);
}

function* atOnce<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent>,
  options: ReplayAllOptions,
): Generator<[string, Replayed<State>], void, undefined> {
  const fleet = foldFleet(projection, options);
  for (const event of events) {
    const done = fleet.push(event);
    if (done !== undefined) yield done;
  }
  const last = fleet.finish();
  if (last !== undefined) yield last;
}

async function* overTime<State>(
  projection: Projection<State>,
  events: AsyncIterable<AuditEvent>,
  options: ReplayAllOptions,
): AsyncGenerator<[string, Replayed<State>], void, undefined> {
  const fleet = foldFleet(projection, options);
  for await (const event of events) {
    const done = fleet.push(event);
    if (done !== undefined) yield done;
  }
  const last = fleet.finish();
  if (last !== undefined) yield last;
}

function* byStream(what: string, events: readonly AuditEvent[]): Generator<AuditEvent> {
  const streams = new Map<string, AuditEvent[]>();
  for (const [index, event] of events.entries()) {
    assertEvent(what, index, event);
    const stream = streams.get(event.id);
    if (stream === undefined) streams.set(event.id, [event]);
    else stream.push(event);
  }
  for (const stream of streams.values()) yield* inStreamOrder(stream);
}
