import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { database, type Writer } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import type { LogRecord, TableRows } from "../write-ahead-log/log-record.ts";

/** What became of a record that is in the store. */
export interface Applied {
  /** Why not all of it is: a materialized view could not take rows that the data source has, or a delete failed. */
  readonly refusal?: ClickhouseError;
}

/**
 * Brings a logged change into the store. A second time it changes nothing, as long as fewer inserts lie in between than
 * the tables' windows of tokens hold.
 *
 * @param log The id of the log: numbers of two logs are different tokens.
 * @throws {ClickhouseError} If the store cannot take it now; nothing is lost, it can be tried again.
 */
export async function applyRecord(
  writer: Writer,
  log: string,
  { number, change }: LogRecord,
): Promise<Applied> {
  switch (change.kind) {
    case "insert":
      return insertParts(writer, `${log}:${number}`, change.parts);
    case "checkpoint":
      return {};
    case "truncate":
      await writer.execute(`TRUNCATE TABLE ${database}.${quoteName(change.table)} SYNC`);
      return {};
    case "delete":
      return deleteRows(writer, change.table, change.condition);
  }
}

/** A delete that fails does so at each try, and would keep everything behind it out. */
async function deleteRows(writer: Writer, table: string, condition: string): Promise<Applied> {
  try {
    // The condition was looked into before it was logged.
    await writer.execute(`ALTER TABLE ${database}.${quoteName(table)} DELETE WHERE ${condition}`);
    return {};
  } catch (cause) {
    if (!(cause instanceof ClickhouseError) || cause.isOutOfSpace) throw cause;
    await writer.execute(
      `KILL MUTATION WHERE database = ${quoteString(database)} AND table = ${quoteString(table)}`,
    );
    return { refusal: cause };
  }
}

async function insertParts(
  writer: Writer,
  token: string,
  parts: readonly TableRows[],
): Promise<Applied> {
  let refusal: ClickhouseError | undefined;
  for (const [index, { table, lines }] of parts.entries()) {
    const options = { token: `${token}:${index}` };
    try {
      await writer.insert(table, lines, options);
    } catch (cause) {
      if (!(cause instanceof ClickhouseError) || cause.isOutOfSpace) throw cause;
      // The table may have the rows by now, and some of the views; the token keeps them from doubling.
      await writer.insert(table, lines, { ...options, skipFailingViews: true });
      refusal = cause;
    }
  }
  return refusal === undefined ? {} : { refusal };
}
