import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LogRecord } from "../write-ahead-log/log-record.ts";
import type { Applied } from "./apply-record.ts";

/**
 * Keeps the rows of a record that the store will never take, as `log/refused/NUMBER-TABLE.ndjson`: they were
 * acknowledged, and the log itself gives way to a snapshot one day.
 */
export async function keepRefused(
  directory: string,
  { number, change }: LogRecord,
  { refusal }: Applied,
): Promise<void> {
  if (refusal?.what !== "rows" || !("parts" in change)) return;
  const refused = join(directory, "refused");
  await mkdir(refused, { recursive: true, mode: 0o700 });
  for (const { table, lines } of change.parts) {
    await writeFile(join(refused, `${number}-${table}.ndjson`), lines, { mode: 0o600 });
  }
}
