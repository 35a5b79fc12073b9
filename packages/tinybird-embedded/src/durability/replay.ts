import { ClickhouseError } from "../engine/clickhouse-error.ts";
import type { Engine } from "../engine/engine.ts";
import { StartError } from "../start-error.ts";
import type { LogRecord } from "../write-ahead-log/log-record.ts";
import { type ReadLog, type ReadLogOptions, readLog } from "../write-ahead-log/read-log.ts";
import { type Applied, applyRecord } from "./apply-record.ts";

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
  for (const record of missing) await applyAtStart(engine, read.id, record);
  return { read: found, replayed: missing.length };
}

/**
 * Brings a record into the store.
 *
 * @throws {StartError} If the store cannot take it.
 */
export async function applyAtStart(
  engine: Engine,
  log: string,
  record: LogRecord,
): Promise<Applied> {
  try {
    return await engine.write("log", (writer) => applyRecord(writer, log, record));
  } catch (cause) {
    if (!(cause instanceof ClickhouseError)) throw cause;
    const reason = `it must take record ${record.number} of its log: ${cause.reason}`;
    throw new StartError({ code: "data_unusable", data: engine.directory, reason }, { cause });
  }
}
