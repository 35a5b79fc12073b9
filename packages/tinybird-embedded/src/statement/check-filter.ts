import { database, type Engine } from "../engine/engine.ts";
import { quoteName } from "../engine/sql-text.ts";
import { filterSettings } from "../query/filter-settings.ts";
import { queryError } from "../query/query-error.ts";
import { limitSettings, type QueryLimits } from "../query/query-limits.ts";
import { RequestError } from "../request-error.ts";
import { checkStatement, formatStatement } from "./check-statement.ts";
import { requireNoPrewhere } from "./require-visible.ts";

/**
 * Gives the filter of a token in ClickHouse's own spelling, if it is one expression over the columns of the table that
 * only reads the project. It may hold subqueries, but none over the table itself: the filter holds there, too.
 *
 * @param place Where the filter stands, for the message: `scope 2`.
 * @throws {RequestError} 400 that names the place and what is wrong.
 */
export async function checkFilter(
  engine: Engine,
  table: string,
  filter: string,
  place: string,
  limits: QueryLimits,
): Promise<string> {
  try {
    const name = quoteName(table);
    // Whatever closes the bracket or adds a clause is not of this shape afterwards.
    const formatted = await formatStatement(
      engine,
      `ALTER TABLE ${name} (DELETE WHERE ${filter}\n)`,
    );
    const found = /^ALTER TABLE \S+\s+\(DELETE WHERE (.+)\)$/s.exec(formatted ?? "")?.[1];
    if (found === undefined) throw new RequestError(400, "it must be one expression of SQL");
    const select = `SELECT 1 FROM ${name} WHERE (${found}\n)`;
    await checkStatement(engine, select);
    requireNoPrewhere(select);
    // ClickHouse says what else is wrong: a column that is not there, a type that is no condition.
    const settings = { ...limitSettings(limits), ...filterSettings(new Map([[table, found]])) };
    await engine.select(`SELECT count() FROM ${database}.${name} LIMIT 0`, { settings });
    return found;
  } catch (cause) {
    const known = queryError(cause);
    if (!(known instanceof RequestError)) throw cause;
    throw new RequestError(400, `Cannot use the filter of ${place}: ${known.message}`, { cause });
  }
}
