import type { Engine } from "../engine/engine.ts";
import { quoteName } from "../engine/sql-text.ts";
import { RequestError } from "../request-error.ts";
import { checkStatement, formatStatement } from "./check-statement.ts";
import { requireRepeatable } from "./require-repeatable.ts";

/**
 * Gives a condition on the rows of a table from outside, in ClickHouse's own spelling, if it is one expression that only
 * reads the project, and holds for the same rows whenever it is evaluated.
 *
 * @throws {RequestError} 400 if it is no expression or not repeatable, 403 if it has what is not on the lists.
 */
export async function checkCondition(
  engine: Engine,
  table: string,
  condition: string,
): Promise<string> {
  const name = quoteName(table);
  // Whatever closes the bracket, adds a command or a setting is not of this shape afterwards, or no condition below.
  const formatted = await formatStatement(
    engine,
    `ALTER TABLE ${name} (DELETE WHERE ${condition}\n)`,
  );
  const found = /^ALTER TABLE \S+\s+\(DELETE WHERE (.+)\)$/s.exec(formatted ?? "")?.[1];
  if (found === undefined) {
    throw new RequestError(400, "Cannot delete as the condition must be one expression of SQL");
  }
  const { tree } = await checkStatement(engine, `SELECT count() FROM ${name} WHERE (${found}\n)`);
  await requireRepeatable(engine, tree);
  return found;
}
