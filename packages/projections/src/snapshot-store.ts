import type { Snapshot } from "./snapshot-format.ts";

/** Which snapshot to look for. */
export interface SnapshotQuery {
  readonly workspaceId: string;
  readonly id: string;
  /** The projection's name. */
  readonly projection: string;
  readonly revision: number;
  /** Only with a checkpoint that happened then or before, ms since epoch, UTC. @defaultValue any */
  readonly at?: number | undefined;
  /** Only what rests on what was known then, ms since epoch, UTC. @defaultValue any */
  readonly knownAt?: number | undefined;
}

/** Where snapshots are kept. Everything in it can be made again, so it may forget at any time. */
export interface SnapshotStore {
  /**
   * Gives the snapshot of that stream, projection and revision with the latest checkpoint, of those
   * the one that was known last; undefined where there is none.
   *
   * What it gives was stored by somebody: `resume` looks whether it can be used.
   */
  load(query: SnapshotQuery): Promise<Snapshot | undefined>;
  /** Keeps a snapshot besides those it has. */
  save(snapshot: Snapshot): Promise<void>;
}
