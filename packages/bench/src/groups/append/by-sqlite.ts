import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { rowColumns } from "../../../../store/src/row.ts";
import type { Case, Prepared } from "../../harness/group.ts";
import { linesOf } from "./calls-of.ts";

type Value = string | number | null;

/** Prepares a file of SQLite: each call is a transaction, synced before it ends. */
export async function prepareSqlite(of: Case): Promise<Prepared> {
  const folder = await mkdtemp(join(tmpdir(), "audit-bench-"));
  const database = new Database(join(folder, "events.db"));
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec(`CREATE TABLE audit_log (${rowColumns.join(", ")})`);
  database.exec("CREATE INDEX stream ON audit_log (workspace_id, id, timestamp, uid)");
  const insert = database.prepare(
    `INSERT INTO audit_log VALUES (${rowColumns.map(() => "?").join(", ")})`,
  );
  const calls = linesOf(of).map((lines) =>
    lines.map((line) => {
      // Safe: the columns of a row are texts and numbers.
      const row = JSON.parse(line) as Readonly<Record<string, Value>>;
      return rowColumns.map((name) => row[name] ?? null);
    }),
  );
  const append = database.transaction((rows: readonly (readonly Value[])[]) => {
    for (const row of rows) insert.run(row);
  });
  const run = () => {
    for (const rows of calls) append(rows);
  };
  const answer = () => {
    run();
    const said = database
      .prepare(
        `SELECT concat_ws('|', uid, workspace_id, id, action, metadata, CAST(timestamp AS INTEGER), actor, targets, context) AS said
         FROM audit_log ORDER BY uid`,
      )
      .all()
      // Safe: the statement gives this column.
      .map((row: unknown) => (row as { readonly said: string }).said);
    const digest = createHash("sha256").update(said.join("\n")).digest("hex");
    return [{ events: said.length, digest }];
  };
  return {
    run,
    answer,
    end: async () => {
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
