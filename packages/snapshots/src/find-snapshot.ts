import {
  type Projection,
  resume,
  type Snapshot,
  type SnapshotStore,
  type UnusableReason,
} from "@audit/projections";
import { firstChange } from "./first-change.ts";
import type { StreamReader } from "./stream-reader.ts";

/** Which state a snapshot is looked for. */
export interface SnapshotSearch<State> {
  readonly projection: Projection<State>;
  readonly workspaceId: string;
  readonly id: string;
  readonly at: number | undefined;
  readonly knownAt: number | undefined;
}

/** A snapshot that can be used, if there is one, and those that could not. */
export interface FoundSnapshot<State> {
  readonly snapshot: Snapshot<State> | undefined;
  readonly passedOver: readonly UnusableReason[];
}

/** Looking for an older one costs two requests; after so many, replaying is the better way. */
const maxTries = 3;

/**
 * Gives the newest snapshot to which nothing happened since: no event and no copy that belongs at or
 * before its checkpoint was recorded after its known time. Where something was, it looks for one whose
 * checkpoint is before that.
 */
export async function findSnapshot<State>(
  store: StreamReader,
  snapshots: SnapshotStore,
  search: SnapshotSearch<State>,
): Promise<FoundSnapshot<State>> {
  const { projection, workspaceId, id, knownAt } = search;
  const { name, revision } = projection;
  const passedOver: UnusableReason[] = [];
  let { at } = search;
  while (passedOver.length < maxTries) {
    const query = { workspaceId, id, projection: name, revision, at, knownAt };
    // Safe: `resume` looks whether it is one of this projection and revision.
    const found = (await snapshots.load(query)) as Snapshot<State> | undefined;
    if (found === undefined) return { snapshot: undefined, passedOver };
    const misfit = misfitOf(found, search);
    if (misfit !== undefined) {
      // Whatever this store gives, it is not what it was asked for.
      passedOver.push(misfit);
      return { snapshot: undefined, passedOver };
    }
    const change = await firstChange(store, found, knownAt);
    if (change === undefined) return { snapshot: found, passedOver };
    passedOver.push("changed_before_checkpoint");
    at = change.timestamp - 1;
  }
  return { snapshot: undefined, passedOver };
}

function misfitOf<State>(
  found: Snapshot<State>,
  { projection, workspaceId, id, at, knownAt }: SnapshotSearch<State>,
): UnusableReason | undefined {
  const resumed = resume(projection, found, [], { at, knownAt });
  if (!resumed.usable) return resumed.reason;
  return found.workspaceId === workspaceId && found.id === id ? undefined : "other_stream";
}
