import type { Engine } from "../engine/engine.ts";
import { queryError } from "../query/query-error.ts";
import { RequestError } from "../request-error.ts";
import { refusalOf } from "./refusal.ts";
import { readSyntaxTree, type SyntaxNode } from "./syntax-tree.ts";

const settings = { readonly: 1, max_execution_time: 5 };

/** A statement from outside that may run: exactly the text that was checked. */
export interface CheckedStatement {
  readonly select: string;
  /** What its FORMAT clause names. */
  readonly format: string | undefined;
  readonly tree: readonly SyntaxNode[];
}

/**
 * Checks that a statement from outside is one SELECT that only reads the project.
 *
 * The text itself never comes near EXPLAIN, which runs what stands behind a semicolon: it goes as a value to the
 * formatter, and what the formatter wrote, one statement in one spelling, is what is looked into and run.
 *
 * @throws {RequestError} 400 if it is not one SELECT, 403 if it has what is not on the lists.
 */
export async function checkStatement(engine: Engine, statement: string): Promise<CheckedStatement> {
  const formatted = await formatStatement(engine, statement);
  const format = /\nFORMAT (\w+)$/.exec(formatted ?? "");
  const select = format === null ? formatted : formatted?.slice(0, format.index);
  // What cannot stand in a subquery has INTO OUTFILE, which EXPLAIN would carry out, or is no SELECT.
  const standsInSubquery = select && (await formatStatement(engine, `SELECT * FROM (${select}\n)`));
  if (!select || !standsInSubquery) {
    const reason = "it must be one SELECT, which writes to no file, without errors of syntax";
    throw new RequestError(400, `Cannot run the statement as ${reason}`);
  }
  const tree = await syntaxTree(engine, select);
  const refusal = refusalOf(tree);
  if (refusal !== undefined) throw new RequestError(403, `Cannot run the statement: ${refusal}`);
  return { select, format: format?.[1], tree };
}

/**
 * Gives the statement in ClickHouse's own spelling; `undefined` if it is none, or more than one.
 *
 * @throws {RequestError} If ClickHouse cannot do it, in 5 s above all.
 */
export async function formatStatement(
  engine: Engine,
  statement: string,
): Promise<string | undefined> {
  const [row] = await answerRows<{ text: string | null }>(
    engine,
    "SELECT formatQueryOrNull({statement:String}) AS text",
    { statement },
  );
  return row?.text ?? undefined;
}

async function syntaxTree(engine: Engine, select: string): Promise<SyntaxNode[]> {
  const lines = await answerRows<{ explain: string }>(engine, `EXPLAIN AST ${select}`);
  return readSyntaxTree(lines.map(({ explain }) => explain).join("\n"));
}

/** Gives the rows of a read of our own on a text from outside, whose refusal is the answer to the request. */
async function answerRows<Row>(
  engine: Engine,
  statement: string,
  parameters?: Readonly<Record<string, string>>,
): Promise<Row[]> {
  try {
    return await engine.rows<Row>(statement, { settings, ...(parameters && { parameters }) });
  } catch (cause) {
    throw queryError(cause);
  }
}
