import type {
  DatasourceDefinition,
  NodeDefinition,
  PipeDefinition,
} from "../datafile/definitions.ts";
import type { Engine, Reader } from "../engine/engine.ts";
import type { QueryResult } from "../engine/result-file.ts";
import { exactSettings } from "../ingest/exact-settings.ts";
import { insertChecks } from "../ingest/insert-checks.ts";
import { inlineNodes } from "../query/inline-nodes.ts";
import { queryError } from "../query/query-error.ts";
import type { QueryLimits } from "../query/query-limits.ts";
import type { Parameters } from "../query/render-sql.ts";
import { Rendering } from "../query/rendering.ts";
import { RequestError } from "../request-error.ts";
import { requireInside } from "../statement/require-inside.ts";
import { requireOneStatement } from "../statement/require-one-statement.ts";
import { copyStatement } from "./copy-statement.ts";

/** What the rows of one copy may weigh as JSON: they are one record of the log. */
const maxBytes = 100_000_000;

/** What is copied, and where to. */
export interface Copy {
  readonly node: NodeDefinition;
  readonly pipe: PipeDefinition;
  readonly pipes: ReadonlyMap<string, PipeDefinition>;
  readonly target: DatasourceDefinition;
  readonly parameters: Parameters;
}

/**
 * Gives the rows that a copy writes, as NDJSON: each with every column of the target, no DEFAULT left to be worked out.
 *
 * @throws {RequestError} If the template or ClickHouse refuses the parameters or a value, a column is not the target's,
 *   or a limit is passed.
 */
export async function copyRows(
  engine: Engine,
  { node, pipe, pipes, target, parameters }: Copy,
  limits: QueryLimits,
  signal: AbortSignal,
): Promise<Buffer> {
  const rendering = new Rendering(parameters, limits);
  const select = inlineNodes(node, pipe, pipes, ({ sql }) => rendering.render(sql));
  requireInside(select);
  await requireOneStatement(engine, select);
  const { settings, parameters: bindings } = rendering.options;
  try {
    return await engine.read(signal, async ({ query }) => {
      const options = { format: "JSONEachRow", parameters: bindings };
      const names = await columnNames(
        query(`DESCRIBE TABLE (${select}\n)`, { ...options, settings }),
      );
      const statement = copyStatement(select, names, target);
      const checks = insertChecks(target);
      const checked =
        checks === undefined ? statement : `SELECT * FROM (${statement}\n) WHERE ${checks}`;
      return bytesOf(
        await query(checked, { ...options, settings: { ...exactSettings, ...settings } }),
      );
    });
  } catch (cause) {
    throw queryError(cause, limits);
  }
}

async function columnNames(result: ReturnType<Reader["query"]>): Promise<string[]> {
  const lines = (await bytesOf(await result)).toString("utf8").split("\n").filter(Boolean);
  return lines.map((line) => {
    // ClickHouse's own answer to DESCRIBE.
    const { name } = JSON.parse(line) as { readonly name: string };
    return name;
  });
}

async function bytesOf({ size, body }: QueryResult): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  if (size > maxBytes) {
    body.close();
    throw new RequestError(
      400,
      `Cannot copy the rows as they must have at most ${maxBytes} bytes as JSON: current value is ${size}`,
    );
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for await (const part of body.parts()) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
