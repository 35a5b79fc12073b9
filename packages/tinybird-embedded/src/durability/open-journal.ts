import type { Logger } from "pino";
import { errorFacts } from "../logging/error-facts.ts";
import { Positions } from "../write-ahead-log/positions.ts";
import { applyRecord } from "./apply-record.ts";
import type { DurabilityOptions } from "./durability-options.ts";
import { Journal } from "./journal.ts";
import { keepRefused } from "./keep-refused.ts";
import { LogCompaction } from "./log-compaction.ts";
import type { OpenStore } from "./open-store.ts";
import { syncTree } from "./sync-tree.ts";

/** Half a minute of errors that may pass. */
const mostTries = 60;

const refused = {
  view: "a materialized view cannot take rows that its data source has",
  rows: "the store cannot take rows that were logged: they are kept in log/refused",
  change: "the store cannot take a delete or truncate that was logged",
};

/** A journal that takes changes, and how it ends. */
export interface OpenJournal {
  readonly journal: Journal;
  readonly compaction: LogCompaction;
  /** Resolves when everything that is logged is in the store, all of it is on disk, and log and stamp say so. */
  close(): Promise<void>;
}

/**
 * Opens the journal of a store that has everything that is logged.
 *
 * @param changed Whether tables or views are others than those of the last snapshot.
 */
export async function openJournal(
  { engine, log, logDirectory, positions, openLog }: OpenStore,
  { compactAfterBytes, reservedBytes }: DurabilityOptions,
  changed: boolean,
  logger: Logger,
): Promise<OpenJournal> {
  const report = (what: string) => (cause: unknown) => logger.error(errorFacts(cause), what);
  let opened: Journal | undefined;
  const { writer, bytes, sayItIsSynced } = await openLog(changed, () => opened?.applied);
  const journal = new Journal(
    {
      directory: logDirectory,
      writer,
      apply: async (record, tries) => {
        const isLastTry = tries >= mostTries;
        const applied = await engine.write("log", (lane) =>
          applyRecord(lane, record, { log, isLastTry }),
        );
        const { refusal } = applied;
        if (refusal !== undefined) {
          await keepRefused(logDirectory, record, applied);
          logger.error(
            { record: record.number, ...errorFacts(refusal.cause) },
            refused[refusal.what],
          );
        }
        compaction.consider();
        return applied;
      },
      stalled: report("the store cannot take what is logged"),
      reservedBytes,
      retryMilliseconds: 500,
    },
    writer.last,
    new Positions(positions),
  );
  opened = journal;
  const compaction: LogCompaction = new LogCompaction({
    engine,
    journal,
    writer,
    directory: logDirectory,
    log,
    bytes,
    compactAfterBytes,
    failed: report("the log cannot be compacted"),
  });
  compaction.consider();
  const keepStore = async () => {
    // While they run, files come and go.
    await engine.execute("SYSTEM STOP MERGES");
    await syncTree(engine.directory);
    await sayItIsSynced();
  };
  const close = async () => {
    await journal.drain();
    await compaction.end();
    if (writer.written > 0) await writer.append({ kind: "checkpoint" });
    await writer.rotate();
    await keepStore().catch(
      report("the store may not outlive the machine's end: it is made anew then"),
    );
  };
  return { journal, compaction, close };
}
