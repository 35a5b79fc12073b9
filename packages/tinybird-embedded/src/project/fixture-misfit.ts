import type { Engine } from "../engine/engine.ts";
import { quoteName } from "../engine/sql-text.ts";
import { encodeRow } from "../ingest/encode-row.ts";
import type { IngestPlan } from "../ingest/ingest-plan.ts";
import type { Line } from "./read-lines.ts";

/** Finds the first of some rows that does not fit its data source, and says why; `undefined` if all do. */
export async function fixtureMisfit(
  engine: Engine,
  plan: IngestPlan,
  lines: readonly Line[],
): Promise<{ readonly line: number; readonly reason: string } | undefined> {
  const encoded: string[] = [];
  for (const { line, text } of lines) {
    if (!isJsonObject(text)) return { line, reason: "a line of a fixture must be a JSON object" };
    const row = encodeRow(text, plan);
    if (!row.fits) {
      const columns = row.misfits.map(({ column }) => `"${column}"`).join(", ");
      return { line, reason: `its row must fit "${plan.datasource}": it does not in ${columns}` };
    }
    encoded.push(
      row.line === "{}" ? `{"${place}":${line}}` : `{"${place}":${line},${row.line.slice(1)}`,
    );
  }
  const readable = await readableLines(engine, plan, encoded);
  const bad = lines.find(({ line }) => !readable.has(line));
  return bad === undefined
    ? undefined
    : {
        line: bad.line,
        reason: `ClickHouse must be able to read its row into "${plan.datasource}"`,
      };
}

/** Not a name that a column has. */
const place = "tb line of the fixture";

async function readableLines(engine: Engine, plan: IngestPlan, encoded: readonly string[]) {
  const columns = plan.columns.map(({ name, type }) => `${quoteName(name)} ${type}`);
  const answer = await engine.rows<{ line: number }>(
    `SELECT ${quoteName(place)} AS line FROM format(JSONEachRow, {structure:String}, {lines:String})
     SETTINGS input_format_allow_errors_ratio = 1, input_format_parallel_parsing = 0`,
    {
      parameters: {
        structure: [`${quoteName(place)} Int64`, ...columns].join(", "),
        // Without one good row the engine loses the columns' names.
        lines: [...encoded, `{"${place}":-1}`].join("\n"),
      },
    },
  );
  return new Set(answer.map(({ line }) => line));
}

function isJsonObject(text: string): boolean {
  if (!text.startsWith("{")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
