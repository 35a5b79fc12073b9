import type { Applied } from "../durability/apply-record.ts";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { RequestError } from "../request-error.ts";
import { logged } from "./logged.ts";

/** Runs what takes rows; what ClickHouse refuses of them is the answer. */
export async function takeRows<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await logged(job);
  } catch (cause) {
    if (!(cause instanceof ClickhouseError)) throw cause;
    throw new RequestError(422, `Cannot take the rows: ${cause.reason}`, { cause });
  }
}

/**
 * Tells whether logged rows are in the store; false if it cannot take them for now.
 *
 * @throws {RequestError} 422 if it will never take all of them.
 */
export async function requireApplied(applied: Promise<Applied | undefined>): Promise<boolean> {
  const outcome = await applied;
  if (outcome === undefined) return false;
  if (outcome.refusal === undefined) return true;
  const { what, cause } = outcome.refusal;
  const why = cause instanceof ClickhouseError ? cause.reason : cause.name;
  const where = {
    view: "a materialized view cannot take them, and the data source has them",
    rows: "the data source cannot take them, and they are kept beside the log",
    change: "the data source cannot take them",
  };
  throw new RequestError(422, `Cannot write all of the rows as ${where[what]}: ${why}`, { cause });
}
