import { AuditError, type AuditEvent, type Position } from "@audit/events";
import {
  type Projection,
  type Replayed,
  replay,
  resume,
  type Snapshot,
  type SnapshotStore,
  snapshot,
  type UnusableReason,
  UnusableSnapshotError,
} from "@audit/projections";
import { assertMethods } from "./assert-methods.ts";
import { type FoundSnapshot, findSnapshot } from "./find-snapshot.ts";
import { firstChange } from "./first-change.ts";
import {
  type CheckedReadStateOptions,
  checkReadStateOptions,
  type ReadStateOptions,
} from "./read-state-options.ts";
import { splitSettled } from "./split-settled.ts";
import type { StreamReader } from "./stream-reader.ts";

/** What snapshots had to do with a state. */
export interface SnapshotUse {
  /** The checkpoint it went on from; undefined: it was made from the whole stream. */
  readonly from: Position | undefined;
  /** Why snapshots that were found could not be used, in the order in which they were tried. */
  readonly passedOver: readonly UnusableReason[];
  /** The checkpoint of the snapshot that was saved; undefined: none was. */
  readonly saved: Position | undefined;
  /** What went wrong with snapshots; the state does not depend on it. */
  readonly errors: readonly unknown[];
}

/** A state, what it rests on, and what snapshots had to do with it. */
export interface ReadState<State> extends Replayed<State> {
  readonly snapshots: SnapshotUse;
}

/**
 * Gives the state and report of an entity, as `replay` gives them for its whole stream, from the
 * newest snapshot that can be used and what came since.
 *
 * A snapshot can be used when nothing that belongs at or before its checkpoint was recorded since: one
 * request asks for that. Otherwise an older one is, or the whole stream. When many events came since,
 * a new one is saved on the way, of what was recorded longer than `visibilityLag` ago; not when
 * `knownAt` is in the past. Snapshots that cannot be found, read or saved never fail the reading:
 * `snapshots.errors` has what went wrong.
 *
 * @throws {InvalidReadStateError} when an argument cannot be what it is
 * @throws {PartialReplayError} when `strict` and the report gives a reason why it is not exact
 * @throws whatever the event store throws
 * @example
 * import { MemorySnapshotStore, monitor } from "@audit/projections";
 * import { MemoryEventStore } from "@audit/store";
 * const store = new MemoryEventStore();
 * await store.append({ id: "monitor:1", action: "monitor.create", metadata: { name: "API" } });
 * const { state } = await readState(store, new MemorySnapshotStore(), monitor, "monitor:1");
 * state.phase; // "active"
 */
export async function readState<State>(
  store: StreamReader,
  snapshots: SnapshotStore,
  projection: Projection<State>,
  id: string,
  options: ReadStateOptions = {},
): Promise<ReadState<State>> {
  assertMethods("store", store, ["read"]);
  assertMethods("snapshots", snapshots, ["load", "save"]);
  assertMethods("projection", projection, ["evolve", "handles"]);
  const checked = checkReadStateOptions(options);
  const { workspaceId, at, knownAt, strict } = checked;
  // Before anything is read: what is recorded from now on is not settled.
  const readAt = Math.floor(checked.now());
  const errors: unknown[] = [];
  const found = await findSnapshot(store, snapshots, {
    projection,
    workspaceId,
    id,
    at,
    knownAt,
  }).catch((error: unknown): FoundSnapshot<State> => {
    errors.push(error);
    return { snapshot: undefined, passedOver: [] };
  });

  const range = { workspaceId, to: at, knownAt };
  const { snapshot: from } = found;
  const events = store.read(id, { ...range, after: from?.checkpoint });
  const gone = await goOn(projection, from, events, { ...checked, readAt });
  if ("failure" in gone) {
    errors.push(gone.failure);
    const whole = await replay(projection, store.read(id, range), { at, knownAt, strict });
    return { ...whole, snapshots: { ...noneUsed, passedOver: found.passedOver, errors } };
  }

  const { replayed, taken, folded } = gone;
  let saved: Position | undefined;
  if (taken !== undefined && folded >= checked.saveAfter && knownAt === undefined)
    try {
      // A copy that came just now may be merged into an event that was folded.
      if ((await firstChange(store, taken)) === undefined) {
        await snapshots.save(taken);
        saved = taken.checkpoint;
      }
    } catch (error) {
      errors.push(error);
    }
  const { passedOver } = found;
  return { ...replayed, snapshots: { from: from?.checkpoint, passedOver, saved, errors } };
}

const noneUsed = { from: undefined, saved: undefined };

interface GoneOn<State> {
  readonly replayed: Replayed<State>;
  /** A snapshot of what is settled; undefined where nothing is. */
  readonly taken: Snapshot<State> | undefined;
  /** How many events it holds that the one before did not. */
  readonly folded: number;
}

/** Goes on from a snapshot, or from the beginning, and takes another one on the way. */
async function goOn<State>(
  projection: Projection<State>,
  from: Snapshot<State> | undefined,
  events: AsyncIterable<AuditEvent>,
  options: CheckedReadStateOptions & { readonly readAt: number },
): Promise<GoneOn<State> | { readonly failure: unknown }> {
  const { at, knownAt = Number.POSITIVE_INFINITY, strict, readAt, visibilityLag } = options;
  const settledAt = Math.max(
    Math.min(readAt - visibilityLag, knownAt),
    // What another clock held for settled is.
    from?.knownAt ?? Number.NEGATIVE_INFINITY,
  );
  const split = splitSettled(events, settledAt);
  try {
    const taken = await snapshot(projection, split.settled, {
      readAt: settledAt,
      visibilityLag: 0,
      from,
    });
    const folded = split.settledCount();
    const asked = { at, knownAt, strict };
    if (taken === undefined)
      return { replayed: await replay(projection, split.rest, asked), taken, folded };
    const resumed = await resume(projection, taken, split.rest, asked);
    if (!resumed.usable) return { failure: new UnusableSnapshotError(projection.name, resumed) };
    const { state, report } = resumed;
    return { replayed: { state, report }, taken, folded };
  } catch (error) {
    // These speak of snapshots alone, and the state can be had without one.
    const isAboutSnapshots =
      error instanceof AuditError && ["unusable_snapshot", "unsavable_state"].includes(error.code);
    if (isAboutSnapshots) return { failure: error };
    throw error;
  } finally {
    await split.close();
  }
}
