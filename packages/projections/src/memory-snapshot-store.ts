import { compareEvents } from "@audit/events";
import type { Snapshot } from "./snapshot-format.ts";
import type { SnapshotQuery, SnapshotStore } from "./snapshot-store.ts";

/**
 * The smallest snapshot store, written to be read first: it keeps every snapshot as JSON text.
 *
 * @example
 * const snapshots = new MemorySnapshotStore();
 * const of = { workspaceId: "", id: "monitor:1", projection: monitor.name, revision: monitor.revision };
 * await snapshots.load(of); // undefined
 */
export class MemorySnapshotStore implements SnapshotStore {
  readonly #texts: string[] = [];

  async load(query: SnapshotQuery): Promise<Snapshot | undefined> {
    const { at = Number.POSITIVE_INFINITY, knownAt = Number.POSITIVE_INFINITY } = query;
    return (
      this.#texts
        // Safe: `save` has written them.
        .map((text) => JSON.parse(text) as Snapshot)
        .filter(
          (snapshot) =>
            snapshot.workspaceId === query.workspaceId &&
            snapshot.id === query.id &&
            snapshot.projection === query.projection &&
            snapshot.revision === query.revision &&
            snapshot.checkpoint.timestamp <= at &&
            snapshot.knownAt <= knownAt,
        )
        .sort((a, b) => compareEvents(b.checkpoint, a.checkpoint) || b.knownAt - a.knownAt)[0]
    );
  }

  async save(snapshot: Snapshot): Promise<void> {
    this.#texts.push(JSON.stringify(snapshot));
  }
}
