import { randomUUID } from "node:crypto";
import type { Journal } from "../durability/journal.ts";
import type { Engine } from "../engine/engine.ts";
import type { Change, Replaced } from "../write-ahead-log/log-record.ts";
import { tooManyPartitions } from "./commit-requests.ts";
import { countLines } from "./count-lines.ts";
import { countPartitions } from "./count-partitions.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import type { Ingested } from "./ingestion.ts";

/**
 * Writes rows to the write-ahead log that are complete already: NDJSON with every column of the data source.
 *
 * @param replaced What gives way to them, in one step; nothing without.
 * @throws {RequestError} 400 past the limit of partitions.
 * @throws {LogError} If they cannot be logged.
 */
export async function commitComplete(
  engine: Engine,
  journal: Journal,
  plan: IngestPlan,
  lines: Buffer,
  partitions: number,
  replaced?: Replaced,
): Promise<Ingested> {
  const rows = countLines(lines);
  if (rows > partitions) {
    const found = await engine.write(`complete ${plan.datasource}`, (writer) =>
      countPartitions(writer, plan, lines),
    );
    if (found > partitions) throw tooManyPartitions(plan, partitions, found);
  }
  const result = { successful_rows: rows, quarantined_rows: 0 };
  const importId = randomUUID();
  const parts = rows === 0 ? [] : [{ table: plan.datasource, rows, lines }];
  if (replaced === undefined && rows === 0) {
    return { result, importId, applied: Promise.resolve({}) };
  }
  const change: Change =
    replaced === undefined ? { kind: "insert", parts } : { kind: "replace", ...replaced, parts };
  const { applied } = await journal.commit(change);
  return { result, importId, applied };
}
