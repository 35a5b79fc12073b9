import type { Engine } from "../engine/engine.ts";
import { RequestError } from "../request-error.ts";
import { formatStatement } from "./check-statement.ts";

/**
 * Lets SQL of the project pass that is one statement: ClickHouse would run what stands behind a semicolon, too, and a
 * node may close the bracket that it is put in.
 *
 * @throws {RequestError} 400 for more than one.
 */
export async function requireOneStatement(engine: Engine, statement: string): Promise<void> {
  // In a text or a comment it is no end: where there is one at all, ClickHouse says.
  if (!statement.includes(";") || (await formatStatement(engine, statement)) !== undefined) return;
  throw new RequestError(
    400,
    "[Error] Cannot run the query as its nodes must be one SELECT each, without errors of syntax",
  );
}
