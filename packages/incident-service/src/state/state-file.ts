import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { incident, monitor } from "@audit/projections";
import { z } from "zod";
import type { MonitorWatch } from "../detection/monitor-watch.ts";
import { Workspace } from "./workspace.ts";

const revisions = { monitor: monitor.revision, incident: incident.revision };
const entries = z.array(z.tuple([z.string(), z.looseObject({})]));

const stateFileSchema = z.strictObject({
  format: z.literal(1),
  /** Ms since epoch: everything that the store had by then is in it. */
  savedAt: z.number(),
  revisions: z.strictObject({ monitor: z.number(), incident: z.number() }),
  workspaces: z.array(
    z.strictObject({
      workspaceId: z.string(),
      watches: entries,
      monitors: entries,
      incidents: entries,
      provisional: z.array(z.string()),
    }),
  ),
});

/** What a state file held. */
export interface SavedState {
  readonly savedAt: number;
  readonly workspaces: ReadonlyMap<string, Workspace>;
}

/** Saves all states in one file: the whole new one is there, or the whole old one. */
export async function saveState(
  path: string,
  workspaces: ReadonlyMap<string, Workspace>,
  savedAt: number,
): Promise<void> {
  const text = JSON.stringify({
    format: 1,
    savedAt,
    revisions,
    workspaces: [...workspaces].map(
      ([workspaceId, { watches, monitors, incidents, provisional }]) => ({
        workspaceId,
        watches: [...watches],
        monitors: [...monitors],
        incidents: [...incidents],
        provisional: [...provisional],
      }),
    ),
  });
  const draft = `${path}.new`;
  const file = await open(draft, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Loads what {@link saveState} saved; undefined where nothing is there, or nothing that can be used: then
 * the past is read from the log, and a damaged file is kept beside it, as `.damaged`.
 */
export async function loadState(path: string): Promise<SavedState | undefined> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  });
  if (text === undefined) return undefined;
  const parsed = stateFileSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    await rename(path, `${path}.damaged`);
    return undefined;
  }
  const { savedAt, revisions: saved, workspaces } = parsed.data;
  // Other revisions of the projections give other states of the same events.
  if (saved.monitor !== revisions.monitor || saved.incident !== revisions.incident)
    return undefined;
  return {
    savedAt,
    workspaces: new Map(
      workspaces.map(({ workspaceId, watches, monitors, incidents, provisional }) => {
        const workspace = new Workspace();
        // Safe, all three: the format and the revisions say that this program has written them.
        for (const [key, watch] of watches)
          workspace.watches.set(key, watch as unknown as MonitorWatch);
        for (const [id, history] of monitors) workspace.monitors.set(id, history as never);
        for (const [id, history] of incidents) workspace.incidents.set(id, history as never);
        for (const id of provisional) workspace.provisional.add(id);
        return [workspaceId, workspace];
      }),
    ),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
