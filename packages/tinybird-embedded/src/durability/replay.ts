import { setTimeout as sleep } from "node:timers/promises";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import type { Engine } from "../engine/engine.ts";
import { StartError } from "../start-error.ts";
import type { LogRecord } from "../write-ahead-log/log-record.ts";
import { type ReadLog, type ReadLogOptions, readLog } from "../write-ahead-log/read-log.ts";
import { type Applied, type ApplyOptions, applyRecord } from "./apply-record.ts";
import { keepRefused } from "./keep-refused.ts";

/** Ten seconds: longer than merges need to make room. */
const mostTries = 20;

/** What was read of a log, and how many of its records were brought into the store. */
export interface Replayed {
  readonly read: ReadLog;
  readonly replayed: number;
}

/** Brings in the records that may be missing in a whole store: those after the last one known to be in it. */
export async function replay(
  engine: Engine,
  directory: string,
  read: ReadLogOptions,
): Promise<Replayed> {
  const missing: LogRecord[] = [];
  const found = await readLog(directory, read, (record) => {
    if (record.change.kind !== "checkpoint") missing.push(record);
    while ((missing[0]?.number ?? Infinity) <= record.applied) missing.shift();
  });
  // Not before all of it is read: a log that cannot be read must leave the store as it is.
  for (const record of missing) await applyAtStart(engine, directory, record, { log: read.id });
  return { read: found, replayed: missing.length };
}

/**
 * Brings a record into the store, in several tries if need be. Rows that it will never take are kept beside the log.
 *
 * @throws {StartError} If the store cannot take it: the disk is full, for instance.
 */
export async function applyAtStart(
  engine: Engine,
  directory: string,
  record: LogRecord,
  options: ApplyOptions,
): Promise<Applied> {
  for (let tries = 1; ; tries += 1) {
    try {
      const isLastTry = tries === mostTries;
      const applied = await engine.write("log", (writer) =>
        applyRecord(writer, record, { ...options, isLastTry }),
      );
      if (options.isMerged !== true) await keepRefused(directory, record, applied);
      return applied;
    } catch (cause) {
      if (tries < mostTries) await sleep(500);
      else throw unusable(engine, record, cause);
    }
  }
}

function unusable(engine: Engine, { number }: LogRecord, cause: unknown): StartError {
  const why = cause instanceof ClickhouseError ? cause.reason : String(cause);
  const reason = `it must take record ${number} of its log: ${why}`;
  return new StartError({ code: "data_unusable", data: engine.directory, reason }, { cause });
}
