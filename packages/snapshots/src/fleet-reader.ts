import type { AuditEvent } from "@audit/events";
import type { ReadAllOptions } from "@audit/store";

/** The part of an event store that the states of a fleet are read from. */
export interface FleetReader {
  // Of names of no catalog, so that a store of any is one: which names it has, it says when it is asked.
  readAll(
    options: Pick<ReadAllOptions<never>, "workspaceId" | "to" | "knownAt" | "actions">,
  ): AsyncIterable<AuditEvent>;
}
