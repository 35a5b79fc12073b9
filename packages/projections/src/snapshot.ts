import type { AuditEvent } from "@audit/events";
import { assertEvent } from "./assert-event.ts";
import { assertProjection } from "./assert-projection.ts";
import { assertSavable } from "./assert-savable.ts";
import { feed } from "./feed.ts";
import { saveFindings } from "./findings.ts";
import { type Fold, foldStream } from "./fold-stream.ts";
import { InvalidOptionError } from "./invalid-option-error.ts";
import type { StreamName } from "./mixed-streams-error.ts";
import type { Projection } from "./projection.ts";
import type { Snapshot } from "./snapshot-format.ts";
import { startFromSnapshot } from "./start-from-snapshot.ts";
import { UnusableSnapshotError } from "./unusable-snapshot-error.ts";

/** When the events of a snapshot were read, and where they begin. */
export interface SnapshotOptions<State> {
  /** When the reading of the events began, ms since epoch, UTC. */
  readonly readAt: number;
  /**
   * How many ms it takes until everybody sees what was recorded: a snapshot rests on what was
   * recorded, and happened, at least that long before `readAt`. @defaultValue 10,000
   */
  readonly visibilityLag?: number | undefined;
  /** A snapshot whose checkpoint the events follow. @defaultValue they are the stream's first */
  readonly from?: Snapshot<State> | undefined;
}

/**
 * Gives a snapshot of the events of one stream, up to where they are settled: it ends before the
 * first event that was recorded, or happened, less than `visibilityLag` before `readAt`. Undefined
 * where that leaves none.
 *
 * Its state and report are those of a `replay` up to its checkpoint. Events are taken as `replay`
 * takes them, in one pass. Pure.
 *
 * @throws {UnusableSnapshotError} when `from` cannot be gone on from with these events
 * @throws {UnsavableStateError} when the state is not JSON
 * @throws {InvalidOptionError} when an argument cannot be what it is
 * @throws {OutOfOrderError} when an iterable is not in stream order
 * @throws {MixedStreamsError} when the events are of several streams
 * @example
 * import { incidentAcknowledge, incidentCreate } from "@audit/events";
 * import { at, clock, stream } from "@audit/projections/testing";
 * const events = stream("incident:7", [
 *   at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: ["monitor:1"] }),
 *   at("10:04", incidentAcknowledge, {}),
 * ]);
 * const saved = snapshot(incident, events.slice(0, 1), { readAt: clock("10:03") });
 * const resumed = saved && resume(incident, saved, events.slice(1));
 * resumed?.usable && resumed.state.phase; // "acknowledged"
 */
export function snapshot<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent>,
  options: SnapshotOptions<State>,
): Snapshot<State> | undefined;
export function snapshot<State>(
  projection: Projection<State>,
  events: AsyncIterable<AuditEvent>,
  options: SnapshotOptions<State>,
): Promise<Snapshot<State> | undefined>;
export function snapshot<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: SnapshotOptions<State>,
): Snapshot<State> | undefined | Promise<Snapshot<State> | undefined> {
  return feed(events, () => foldSnapshot(projection, options));
}

function foldSnapshot<State>(
  projection: Projection<State>,
  options: SnapshotOptions<State>,
): Fold<Snapshot<State> | undefined> {
  const what = "take a snapshot";
  assertProjection(what, projection);
  const knownAt = settledAt(what, options);
  const start = startFromSnapshot(projection, options.from, { knownAt });
  if (!start.usable) throw new UnusableSnapshotError(projection.name, start);

  const fold = foldStream(projection, {}, undefined, { from: start.point });
  let stream: StreamName | undefined = options.from;
  let unsettled: AuditEvent | undefined;
  let pushed = 0;
  return {
    push(delivery) {
      assertEvent(what, pushed, delivery);
      pushed += 1;
      const misfit = start.misfitOf(delivery);
      if (misfit !== undefined) throw new UnusableSnapshotError(projection.name, misfit);
      if (delivery.timestamp > knownAt || delivery.recordedAt > knownAt) {
        unsettled = delivery;
        return false;
      }
      stream ??= delivery;
      return fold.push(delivery);
    },
    finish() {
      const { state, findings } = fold.stop(unsettled);
      const saved = saveFindings(findings);
      const { last: checkpoint } = findings;
      if (stream === undefined || saved === undefined || checkpoint === undefined) return undefined;
      const isSure =
        start.point === undefined || !(findings.late.isUnsettled() || findings.gaps.isUnsettled());
      if (!isSure)
        throw new UnusableSnapshotError(projection.name, { usable: false, reason: "unsettled" });
      assertSavable(projection.name, state);
      const { name, revision } = projection;
      const { workspaceId, id } = stream;
      return Object.freeze<Snapshot<State>>({
        format: 1,
        projection: name,
        revision,
        workspaceId,
        id,
        checkpoint,
        knownAt,
        state,
        findings: saved,
      });
    },
  };
}

/** Gives the last ms of which everybody sees what was recorded. */
function settledAt<State>(what: string, options: SnapshotOptions<State>): number {
  const refuse = (option: string, must: string, value: unknown): never => {
    throw new InvalidOptionError({ what, option, must, value });
  };
  if (typeof options !== "object" || options === null)
    return refuse("options", "be an object", options);
  const { readAt, visibilityLag = 10_000 } = options;
  if (!Number.isSafeInteger(readAt))
    refuse("readAt", "be a whole number of milliseconds since the epoch", readAt);
  if (!Number.isSafeInteger(visibilityLag) || visibilityLag < 0)
    refuse("visibilityLag", "be a whole number of milliseconds, at least 0", visibilityLag);
  return readAt - visibilityLag;
}
