import type { AuditEvent, BuiltInAction } from "@audit/events";
import type { EventStore } from "@audit/store";
import { catchUp, watchOf } from "./watch-of.ts";
import type { Workspace } from "./workspace.ts";

/** What states are restored from, besides what a file held. */
export interface RestoreOptions {
  readonly workspaceId: string;
  readonly workspace: Workspace;
  readonly store: Pick<EventStore<BuiltInAction>, "readAll" | "readMany">;
  /** Ms since epoch: all that the store had by then is in the states; undefined: nothing is. */
  readonly knownAt: number | undefined;
  /** Gives the events that wait in the spool, of all workspaces. */
  readonly waiting: () => Promise<readonly AuditEvent<BuiltInAction>[]>;
  /** Whether the states lack nothing but of what is provisional: the service has run since it read the log. */
  readonly isRunning?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Brings the states of a workspace up to date: what the log has learnt since, then what waits in the
 * spool. Gives whether the log could be read; where it could not, every state is provisional.
 */
export async function restore(options: RestoreOptions): Promise<boolean> {
  const { workspace, workspaceId } = options;
  // Before the log: what is sent in between is found in both, and counts once.
  const waiting = (await options.waiting()).filter((event) => event.workspaceId === workspaceId);
  const log = await readLog(options).catch(() => undefined);
  if (log === undefined) {
    if (options.isRunning) return false;
    for (const event of waiting) workspace.take(event);
    for (const id of [...workspace.monitors.keys(), ...workspace.incidents.keys()])
      workspace.provisional.add(id);
  } else {
    // All at once, when all is read: what came into the states meanwhile is put in its place.
    for (const [id, stream] of log) {
      const own = waiting.filter((event) => event.id === id);
      workspace.replace(id, [...stream, ...own]);
    }
    for (const event of waiting) if (!log.has(event.id)) workspace.take(event);
  }
  watchMonitors(workspace);
  return log !== undefined;
}

/** Gives the streams that the states may lack something of, whole; empty where the log has none of it yet. */
async function readLog(
  options: RestoreOptions,
): Promise<ReadonlyMap<string, readonly AuditEvent<BuiltInAction>[]>> {
  const { workspace, workspaceId, store, knownAt, signal } = options;
  const streams = new Map<string, AuditEvent<BuiltInAction>[]>();
  const streamOf = (id: string) => {
    const stream = streams.get(id) ?? [];
    streams.set(id, stream);
    return stream;
  };
  for (const id of workspace.provisional) streamOf(id);
  if (knownAt === undefined) {
    for await (const event of store.readAll({ workspaceId, signal }))
      streamOf(event.id).push(event);
    return streams;
  }
  for await (const { id } of store.readAll({ workspaceId, recordedAfter: knownAt, signal }))
    streamOf(id);
  if (streams.size > 0)
    for await (const event of store.readMany([...streams.keys()], { workspaceId, signal }))
      streamOf(event.id).push(event);
  return streams;
}

/** Has every monitor watched that lives, and every watch say what the events say: a file may be older than these. */
function watchMonitors(workspace: Workspace): void {
  for (const [id, { state }] of workspace.monitors) {
    const key = id.slice("monitor:".length);
    if (state.phase === "deleted") workspace.watches.delete(key);
    else if (state.phase !== "none") {
      const saved = workspace.watches.get(key);
      const now = watchOf(workspace, key, state);
      workspace.watches.set(key, saved === undefined ? now : catchUp(saved, now));
    }
  }
}
