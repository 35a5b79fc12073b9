import { randomUUID } from "node:crypto";
import { quarantineName } from "../deploy/create-table.ts";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import type { Engine, Writer } from "../engine/engine.ts";
import { type EncodedRow, encodeRow, type Misfit, type Values } from "./encode-row.ts";
import { findMisfits } from "./find-misfits.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import { readJsonString } from "./json-string.ts";
import type { BrokenLine, SplitBody } from "./split-rows.ts";

/** How many rows went into the data source and how many into its quarantine. */
export interface IngestResult {
  readonly successful_rows: number;
  readonly quarantined_rows: number;
}

/**
 * Writes the rows of one request: those that fit in one insert, the others into the quarantine.
 *
 * When it resolves, both are on disk. When it rejects, rows may be there all the same: those that do not fit in the
 * quarantine; those that fit in the data source if a materialized view could not take them, or if they fall into several
 * partitions, which ClickHouse commits one by one. Without views and in one partition it is all of them or none.
 */
export async function ingestRows(
  engine: Engine,
  plan: IngestPlan,
  { rows, broken }: SplitBody,
): Promise<IngestResult> {
  const fitting: FittingRow[] = [];
  const quarantined: QuarantinedRow[] = broken.map(asQuarantined);
  for (const row of rows) {
    const encoded = encodeRow(row, plan);
    if (encoded.fits) fitting.push(encoded);
    else quarantined.push(encoded);
  }
  return engine.write(plan.datasource, async (writer) => {
    // First, so that a retry after a crash in between doubles in the quarantine, not in the data source.
    await insertQuarantined(writer, plan, quarantined);
    let inserted = fitting.length;
    try {
      await insertFitting(writer, plan, fitting);
    } catch (cause) {
      if (!(cause instanceof ClickhouseError && cause.misfit)) throw cause;
      const misfits = await findMisfits(
        writer,
        plan.columns,
        fitting.map(({ values }) => values),
      );
      if (misfits.size === 0) throw cause;
      const unreadable = [...misfits].map(([row, found]) => ({
        misfits: found,
        values: fitting[row]?.values ?? [],
      }));
      await insertQuarantined(writer, plan, unreadable);
      await insertFitting(
        writer,
        plan,
        fitting.filter((_, row) => !misfits.has(row)),
      );
      inserted -= misfits.size;
    }
    return {
      successful_rows: inserted,
      quarantined_rows: rows.length + broken.length - inserted,
    };
  });
}

type FittingRow = Extract<EncodedRow, { readonly fits: true }>;

interface QuarantinedRow {
  readonly misfits: readonly Misfit[];
  readonly values: Values;
}

function asQuarantined({ line, text }: BrokenLine): QuarantinedRow {
  // No column could be read, so the error is the one place left for what was sent.
  return {
    misfits: [{ column: "", error: `line ${line} is not a JSON object: ${text}` }],
    values: [],
  };
}

async function insertFitting(writer: Writer, plan: IngestPlan, rows: readonly FittingRow[]) {
  if (rows.length === 0) return;
  await writer.insert(plan.datasource, Buffer.from(rows.map(({ line }) => line).join("\n")));
}

async function insertQuarantined(
  writer: Writer,
  { datasource, columns }: IngestPlan,
  rows: readonly QuarantinedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const importId = randomUUID();
  const lines = rows.map(({ misfits, values }) => {
    const row: [string, unknown][] = columns.map(({ name }, index) => [
      name,
      asText(values[index]),
    ]);
    const errors = {
      c__error_column: misfits.map(({ column }) => column).filter((column) => column !== ""),
      c__error: misfits.map(({ error }) => error),
      c__import_id: importId,
    };
    return JSON.stringify({ ...Object.fromEntries(row), ...errors });
  });
  await writer.insert(quarantineName(datasource), Buffer.from(lines.join("\n")));
}

function asText(value: string | undefined): string | null {
  if (value === undefined || value === "null") return null;
  return value.startsWith('"') ? readJsonString(value) : value;
}
