import { type AuditEvent, compareEvents } from "@audit/events";
import { startFindings } from "./findings.ts";
import type { FoldPoint } from "./fold-stream.ts";
import { isSnapshot } from "./is-snapshot.ts";
import type { Projection } from "./projection.ts";
import type { Snapshot } from "./snapshot-format.ts";
import type { UnusableReason, UnusableSnapshot } from "./unusable-snapshot-error.ts";

/** A snapshot that can be gone on from, as far as it shows before an event is read. */
export interface SnapshotStart<State> {
  readonly usable: true;
  /** Undefined: the beginning of the stream. */
  readonly point: FoldPoint<State> | undefined;
  /** Gives why an event shows that it cannot be gone on from after all. */
  misfitOf(delivery: AuditEvent): UnusableSnapshot | undefined;
}

/** Gives where to go on from, or why not. */
export function startFromSnapshot<State>(
  projection: Projection<State>,
  from: Snapshot<State> | undefined,
  { at = Number.POSITIVE_INFINITY, knownAt }: { readonly at?: number; readonly knownAt: number },
): SnapshotStart<State> | UnusableSnapshot {
  if (from === undefined) return { usable: true, point: undefined, misfitOf: () => undefined };
  if (!isSnapshot(from)) return unusable("other_format");
  if (from.projection !== projection.name) return unusable("other_projection");
  if (from.revision !== projection.revision) return unusable("other_revision");
  if (from.checkpoint.timestamp > at) return unusable("after_at");
  if (from.knownAt > knownAt) return unusable("known_later");
  const { id, workspaceId, checkpoint, state, findings } = from;
  return {
    usable: true,
    point: { state, findings: startFindings({ ...findings, last: checkpoint }) },
    misfitOf(delivery) {
      if (delivery.id !== id || delivery.workspaceId !== workspaceId)
        return unusable("other_stream");
      if (compareEvents(delivery, checkpoint) > 0) return undefined;
      const { timestamp, uid } = delivery;
      return { ...unusable("changed_before_checkpoint"), change: { timestamp, uid } };
    },
  };
}

function unusable(reason: UnusableReason): UnusableSnapshot {
  return { usable: false, reason };
}
