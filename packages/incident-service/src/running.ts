import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { AuditEvent, BuiltInAction } from "@audit/events";
import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { openSpool, waitingEvents } from "@audit/store/spool";
import { IncidentService } from "./incident-service.ts";
import { type Listening, serve } from "./serve.ts";
import type { Settings } from "./settings/settings.ts";
import { restore } from "./state/restore.ts";
import { loadState, saveState } from "./state/state-file.ts";

/** What a running service stands on. */
export interface RunOptions {
  readonly settings: Settings;
  readonly tinybird: { readonly url: string; readonly token: string };
  /** Where the spool and the states are kept. */
  readonly directory: string;
  readonly port: number;
  readonly host?: string | undefined;
  /** Says what happens, line by line. */
  readonly say?: ((line: string) => void) | undefined;
  /** How long the log may take at the start, in ms. @defaultValue 5,000 */
  readonly startDeadline?: number | undefined;
  /** Ms between savings of the states, and between tries to read a log that did not answer. @defaultValue 10,000 */
  readonly interval?: number | undefined;
}

/** A service that runs. */
export interface RunningIncidentService extends Pick<Listening, "url"> {
  readonly service: IncidentService;
  /** Saves the states and ends; events that wait stay in the spool. */
  stop(): Promise<void>;
}

/**
 * Runs the service: the states from the file, then what the log has learnt since, then what waits in the
 * spool. Where the log does not answer it starts all the same, with states that say that they are
 * provisional, until the log has answered.
 */
export async function runIncidentService(options: RunOptions): Promise<RunningIncidentService> {
  const { settings, directory, port, host, say = () => {} } = options;
  const { startDeadline = 5_000, interval = 10_000 } = options;
  const file = join(directory, "states.json");
  const spoolDirectory = join(directory, "spool");
  await mkdir(directory, { recursive: true, mode: 0o700 });

  const transport = fetchTransport(options.tinybird);
  const spool = await openSpool({ directory: spoolDirectory, transport });
  const store = new TinybirdEventStore({ transport, policy: "spool", spool, fallback: "drop" });
  const service = new IncidentService({ settings, store, onError: (cause) => say(wordsOf(cause)) });

  const saved = await loadState(file);
  for (const [id, workspace] of saved?.workspaces ?? []) service.adopt(id, workspace);
  const waiting = () => waitingIn(spoolDirectory);
  let unread = [...new Set(settings.apiKeys.map(({ workspaceId }) => workspaceId))];
  let knownAt = saved?.savedAt;
  /** Gives the workspaces whose log did not answer. */
  const read = async (ids: readonly string[], signal: AbortSignal, isRunning = false) => {
    const results = await Promise.all(
      ids.map(async (workspaceId) => {
        const workspace = service.workspace(workspaceId);
        const options = { workspaceId, workspace, store, knownAt, waiting, signal, isRunning };
        return (await restore(options)) ? [] : [workspaceId];
      }),
    );
    return results.flat();
  };
  unread = await read(unread, AbortSignal.timeout(startDeadline));
  if (unread.length > 0) say("Tinybird does not answer: states are provisional");

  const stopping = new AbortController();
  const save = async () => {
    if (unread.length === 0) knownAt = Date.now() - overlap;
    // Without a log that was read, nothing was known later than the file was.
    if (knownAt !== undefined) await saveState(file, service.workspaces, knownAt);
  };
  const tick = async () => {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(startDeadline)]);
    if (unread.length > 0) {
      unread = await read(unread, signal);
      if (unread.length === 0) say("Tinybird answers: states are complete");
    } else {
      // An event that came too late for what is kept in memory: its stream is read again.
      const stale = [...service.workspaces].filter(([, { provisional }]) => provisional.size > 0);
      await read(
        stale.map(([workspaceId]) => workspaceId),
        signal,
        true,
      );
    }
    await save().catch((cause: unknown) => say(wordsOf(cause)));
  };
  let ticking = Promise.resolve();
  const timer = setInterval(() => {
    ticking = ticking.then(tick);
  }, interval);

  const listening = await serve(service, { port, ...(host !== undefined && { host }) }).catch(
    async (cause: unknown) => {
      clearInterval(timer);
      stopping.abort();
      await ticking;
      await spool.close();
      throw cause;
    },
  );
  return {
    url: listening.url,
    service,
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await listening.close();
      await ticking;
      await service.notifier.stop();
      await store.settled();
      await save();
      await spool.close();
    },
  };
}

// What is on its way to the log when the states are saved, and its clock beside ours: read once more.
const overlap = 60_000;

async function waitingIn(directory: string): Promise<readonly AuditEvent<BuiltInAction>[]> {
  const events: AuditEvent<BuiltInAction>[] = [];
  for await (const event of waitingEvents({ directory })) events.push(event);
  return events;
}

/** The message of an error: those of the store and of the service hold neither metadata nor tokens. */
function wordsOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : "Something went wrong";
}
