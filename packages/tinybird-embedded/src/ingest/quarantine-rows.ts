import { quarantineName } from "../deploy/create-table.ts";
import type { TableRows } from "../write-ahead-log/log-record.ts";
import type { Misfit, Values } from "./encode-row.ts";
import { forEachInSteps } from "./for-each-in-steps.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import { readJsonString } from "./json-string.ts";
import type { BrokenLine } from "./split-rows.ts";

/** A row that does not fit, and why. */
export interface QuarantinedRow {
  readonly misfits: readonly Misfit[];
  readonly values: Values;
}

/** Makes a quarantined row of a line that is no row. */
export function quarantineLine({ line, text }: BrokenLine): QuarantinedRow {
  // No column could be read, so the error is the one place left for what was sent.
  return {
    misfits: [{ column: "", error: `line ${line} is not a JSON object: ${text}` }],
    values: [],
  };
}

/** Writes the rows of one request that do not fit as rows of the data source's quarantine, complete. */
export async function quarantineRows(
  { datasource, columns }: IngestPlan,
  rows: readonly QuarantinedRow[],
  importId: string,
  now: Date,
): Promise<TableRows> {
  const insertionDate = now.toISOString().slice(0, 19).replace("T", " ");
  const lines: Buffer[] = [];
  await forEachInSteps(rows, ({ misfits, values }) => {
    const row: [string, unknown][] = columns.map(({ name }, index) => [
      name,
      asText(values[index]),
    ]);
    const own = {
      c__error_column: misfits.map(({ column }) => column).filter((column) => column !== ""),
      c__error: misfits.map(({ error }) => error),
      c__import_id: importId,
      insertion_date: insertionDate,
    };
    const line = JSON.stringify({ ...Object.fromEntries(row), ...own });
    lines.push(Buffer.from(`${line}\n`));
  });
  return {
    table: quarantineName(datasource),
    rows: rows.length,
    lines: Buffer.concat(lines),
  };
}

function asText(value: string | undefined): string | null {
  if (value === undefined || value === "null") return null;
  return value.startsWith('"') ? readJsonString(value) : value;
}
