import { type AuditEvent, compareEvents } from "@audit/events";
import type { Snapshot } from "@audit/projections";
import type { StreamReader } from "./stream-reader.ts";

/**
 * Gives the first event that belongs at or before a snapshot's checkpoint and of which something was
 * recorded after the snapshot's known time, and by `knownAt`: it, or a copy.
 */
export async function firstChange(
  store: StreamReader,
  { workspaceId, id, checkpoint, knownAt: recordedAfter }: Snapshot,
  knownAt?: number,
): Promise<AuditEvent | undefined> {
  const to = checkpoint.timestamp;
  // Those at the same moment may be behind the checkpoint.
  for await (const event of store.read(id, { workspaceId, to, recordedAfter, knownAt }))
    if (compareEvents(event, checkpoint) <= 0) return event;
  return undefined;
}
