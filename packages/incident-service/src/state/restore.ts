import type { AuditEvent, BuiltInAction } from "@audit/events";
import type { EventStore } from "@audit/store";
import { watchOf } from "./watch-of.ts";
import type { Workspace } from "./workspace.ts";

/** What states are restored from, besides what a file held. */
export interface RestoreOptions {
  readonly workspaceId: string;
  readonly workspace: Workspace;
  readonly store: Pick<EventStore<BuiltInAction>, "readAll" | "readMany">;
  /** Ms since epoch: all that the store had by then is in the states; undefined: nothing is. */
  readonly knownAt: number | undefined;
  /** Events that wait in the spool, of all workspaces. */
  readonly waiting: readonly AuditEvent<BuiltInAction>[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Brings the states of a workspace up to date: what the log has learnt since, then what waits in the
 * spool. Gives whether the log could be read; where it could not, every state is provisional.
 */
export async function restore(options: RestoreOptions): Promise<boolean> {
  const { workspace, workspaceId, waiting } = options;
  const isRead = await readLog(options).then(
    () => true,
    () => false,
  );
  const own = waiting.filter((event) => event.workspaceId === workspaceId);
  for (const event of own) workspace.take(event);
  if (!isRead)
    for (const id of [...workspace.monitors.keys(), ...workspace.incidents.keys()])
      workspace.provisional.add(id);
  watchMonitors(workspace);
  return isRead;
}

async function readLog(options: RestoreOptions): Promise<void> {
  const { workspace, workspaceId, store, knownAt, signal } = options;
  const streams = new Map<string, AuditEvent<BuiltInAction>[]>();
  const collect = async (events: AsyncIterable<AuditEvent<BuiltInAction>>) => {
    for await (const event of events) {
      const stream = streams.get(event.id) ?? [];
      streams.set(event.id, stream);
      stream.push(event);
    }
  };
  if (knownAt === undefined) await collect(store.readAll({ workspaceId, signal }));
  else {
    const touched = new Set(workspace.provisional);
    for await (const { id } of store.readAll({ workspaceId, recordedAfter: knownAt, signal }))
      touched.add(id);
    // Whole streams, for those of which the file has a part: no event counts twice, none is missing.
    if (touched.size > 0) await collect(store.readMany([...touched], { workspaceId, signal }));
  }
  // All at once, when all is read: what came into the states meanwhile is put in its place.
  for (const [id, stream] of streams) workspace.replace(id, stream);
}

/** Has every monitor watched that lives, also where the file had no watch of it. */
function watchMonitors(workspace: Workspace): void {
  for (const [id, { state }] of workspace.monitors) {
    const key = id.slice("monitor:".length);
    if (state.phase === "deleted") workspace.watches.delete(key);
    else if (state.phase !== "none" && !workspace.watches.has(key))
      workspace.watches.set(key, watchOf(workspace, key, state));
  }
}
