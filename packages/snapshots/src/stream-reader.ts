import type { AuditEvent } from "@audit/events";
import type { ReadOptions } from "@audit/store";

/** The part of an event store that a state is read from. */
export interface StreamReader {
  read(
    id: string,
    options: Pick<ReadOptions, "workspaceId" | "to" | "knownAt" | "recordedAfter" | "after">,
  ): AsyncIterable<AuditEvent>;
}
