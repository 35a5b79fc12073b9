import type { AuditEvent } from "@audit/events";
import { feedStreams } from "../feed-streams.ts";
import { InvalidOptionError } from "../invalid-option-error.ts";
import type { Projection } from "../projection.ts";
import { compareStream, type StreamComparison } from "./compare-stream.ts";
import type {
  CompareOptions,
  ProjectionComparison,
  StreamDifference,
} from "./projection-comparison.ts";

/**
 * Gives what changes when recorded streams are replayed with another version of a projection: which
 * entities differ, from which event on, in which fields, and whether they still do at the end.
 *
 * Every state on the way is compared, event by event. An iterable gives stream after stream, as `readAll`
 * of a store does, and is read in one pass; a list may be in any order. In memory there are two states
 * at a time, the names of the streams, and the differences up to `limit`; all are counted. Reads no clock, and changes nothing.
 *
 * @param before the projection as it is in use
 * @param after the projection as it is to be; its state may have another shape
 * @throws {InvalidOptionError} when `limit` is no whole number from 1, or `knownAt` no number
 * @throws {OutOfOrderError} when a stream of an iterable is not in stream order
 * @throws {ReopenedStreamError} when a stream of an iterable comes again after another
 * @example
 * import { monitorDown, monitorRecovered } from "@audit/events";
 * import { defineProjection } from "@audit/projections";
 * const start = defineProjection<{ downs: number }>("flaps", { revision: 1, initial: { downs: 0 } })
 *   .on(monitorDown, ({ downs }) => ({ downs: downs + 1 }));
 * const after = start.on(monitorRecovered, ({ downs }) => ({ downs: downs - 1 }));
 * const events = stream("monitor:1", [
 *   at("10:42", monitorDown, { region: "gru" }),
 *   at("10:45", monitorRecovered, { region: "gru" }),
 * ]);
 * const { differences } = compareProjections(start, after, events);
 * differences.map(({ id, since, fields }) => [id, since.action, fields[0]?.path]);
 * // [["monitor:1", "monitor.recovered", ["downs"]]]
 */
export function compareProjections<Before, After>(
  before: Projection<Before>,
  after: Projection<After>,
  streams: Iterable<AuditEvent>,
  options?: CompareOptions,
): ProjectionComparison;
export function compareProjections<Before, After>(
  before: Projection<Before>,
  after: Projection<After>,
  streams: AsyncIterable<AuditEvent>,
  options?: CompareOptions,
): Promise<ProjectionComparison>;
export function compareProjections<Before, After>(
  before: Projection<Before>,
  after: Projection<After>,
  streams: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  { knownAt, limit = 100 }: CompareOptions = {},
): ProjectionComparison | Promise<ProjectionComparison> {
  return feedStreams<StreamComparison, ProjectionComparison>(streams, () => {
    if (!Number.isSafeInteger(limit) || limit < 1)
      throw new InvalidOptionError({
        what: `compare "${before.name}"`,
        option: "limit",
        must: "be a whole number from 1",
        value: limit,
      });
    let count = 0;
    let events = 0;
    let differing = 0;
    const differences: StreamDifference[] = [];
    return {
      projection: before.name,
      start: (stream) => compareStream(stream, before, after, { knownAt, limit }),
      take(_, compared) {
        count += 1;
        events += compared.events;
        if (compared.difference === undefined) return;
        differing += 1;
        if (differences.length < limit) differences.push(compared.difference);
      },
      finish: () => ({
        before: nameOf(before),
        after: nameOf(after),
        streams: count,
        events,
        differing,
        differences,
      }),
    };
  });
}

function nameOf({ name, revision }: Pick<Projection<unknown>, "name" | "revision">): string {
  return `"${name}" revision ${revision}`;
}
