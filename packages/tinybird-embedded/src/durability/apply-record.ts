import { randomUUID } from "node:crypto";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { database, type Writer } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import type { Change, LogRecord, TableRows } from "../write-ahead-log/log-record.ts";

/** What became of a record. */
export interface Applied {
  /** Why not all of it is in the store. */
  readonly refusal?: Refusal;
}

/** Why a part of a record is not in the store, and never will be. */
export interface Refusal {
  /** `view`: the data source has the rows, a materialized view does not. `rows`, `change`: the store has nothing of it. */
  readonly what: "view" | "rows" | "change";
  readonly cause: Error;
}

/** How a record is brought in. */
export interface ApplyOptions {
  /** The id of the log: numbers of two logs are different tokens. */
  readonly log: string;
  /** Whether it stands for several records, which may fall into any number of partitions. */
  readonly isMerged?: boolean;
  /** Whether an error that may pass is not waited for any more; a full disk always is. */
  readonly isLastTry?: boolean;
}

/**
 * Brings a logged change into the store. A second time it changes nothing, as long as fewer inserts lie in between than
 * the tables' windows of tokens hold.
 *
 * @throws {ClickhouseError} If the store cannot take it for now; nothing is lost, it can be tried again.
 */
export async function applyRecord(
  writer: Writer,
  { number, change }: LogRecord,
  options: ApplyOptions,
): Promise<Applied> {
  switch (change.kind) {
    case "insert":
      return insertParts(writer, change.parts, number, options);
    case "replace":
      return replaceRows(writer, change, number, options);
    case "checkpoint":
      return {};
    case "truncate":
      return execute(writer, change.table, truncateSql(change.table), options);
    case "delete":
      // The condition was looked into before it was logged.
      return execute(writer, change.table, deleteSql(change.table, change.condition), options);
  }
}

/** Nothing is logged beside it, so that a second time it takes away only what it brought itself. */
async function replaceRows(
  writer: Writer,
  { table, condition, emptied, parts }: Extract<Change, { readonly kind: "replace" }>,
  number: number,
  options: ApplyOptions,
): Promise<Applied> {
  const removals = [
    condition === undefined ? truncateSql(table) : deleteSql(table, condition),
    ...emptied.map(truncateSql),
  ];
  for (const statement of removals) {
    const removed = await execute(writer, table, statement, options);
    // With rows left that were to go, the new ones must not come.
    if (removed.refusal !== undefined) return { refusal: { ...removed.refusal, what: "rows" } };
  }
  // A token of its own each time: what a delete takes away leaves its token behind.
  return insertParts(writer, parts, number, { ...options, attempt: randomUUID() }, table);
}

async function insertParts(
  writer: Writer,
  parts: readonly TableRows[],
  number: number,
  options: ApplyOptions & { readonly attempt?: string },
  renewed?: string,
): Promise<Applied> {
  let refusal: Refusal | undefined;
  for (const [index, { table, lines }] of parts.entries()) {
    const token = `${options.log}:${number}:${index}`;
    const insert = {
      token: table === renewed ? `${token}:${options.attempt}` : token,
      anyPartitions: options.isMerged === true,
    };
    try {
      await writer.insert(table, lines, insert);
    } catch (cause) {
      refusal = { what: "view", cause: requireLasting(cause, options) };
      try {
        // The table may have the rows by now, and some of the views; the token keeps them from doubling.
        await writer.insert(table, lines, { ...insert, skipFailingViews: true });
      } catch (again) {
        refusal = { what: "rows", cause: requireLasting(again, options) };
      }
    }
  }
  return refusal === undefined ? {} : { refusal };
}

/** A change that fails does so at each try, and would keep everything behind it out. */
async function execute(
  writer: Writer,
  table: string,
  statement: string,
  options: ApplyOptions,
): Promise<Applied> {
  try {
    await writer.execute(statement);
    return {};
  } catch (cause) {
    const lasting = requireLasting(cause, options);
    await writer.execute(
      `KILL MUTATION WHERE database = ${quoteString(database)} AND table = ${quoteString(table)}`,
    );
    return { refusal: { what: "change", cause: lasting } };
  }
}

function requireLasting(cause: unknown, { isLastTry = false }: ApplyOptions): Error {
  const isFull = cause instanceof ClickhouseError && cause.isOutOfSpace;
  const isLasting = cause instanceof ClickhouseError && !cause.isPassing;
  if (cause instanceof Error && (isLasting || (isLastTry && !isFull))) return cause;
  throw cause;
}

function truncateSql(table: string): string {
  return `TRUNCATE TABLE ${tableSql(table)} SYNC`;
}

function deleteSql(table: string, condition: string): string {
  return `ALTER TABLE ${tableSql(table)} DELETE WHERE ${condition}`;
}

function tableSql(table: string): string {
  return `${database}.${quoteName(table)}`;
}
