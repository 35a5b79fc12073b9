import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case, Shared } from "../../harness/group.ts";
import { fillEmmett, fillTable } from "../../stores/fill-sqlite.ts";
import { startFilledServer } from "../../stores/filled-server.ts";
import { clickhouseRows } from "../../stores/stream-rows.ts";
import type { ReadStores } from "./read-stores.ts";

/** Fills a server for each size, and SQLite files for the sizes that those take part in. */
export async function shareStores(
  cases: readonly Case[],
  onSqlite: (of: Case) => boolean,
): Promise<Shared> {
  const folder = await mkdtemp(join(tmpdir(), "audit-bench-sqlite-"));
  const value: ReadStores[] = [];
  const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const end = async () => {
    for (const each of ends) await each();
  };
  try {
    for (const size of new Set(cases.map((of) => of.size))) {
      const { end, ...server } = await startFilledServer(clickhouseRows(size));
      ends.unshift(end);
      if (!cases.some((of) => of.size === size && onSqlite(of))) {
        value.push({ size, server });
        continue;
      }
      const emmett = join(folder, `emmett-${size}.db`);
      const table = join(folder, `table-${size}.db`);
      await fillEmmett(emmett, size);
      fillTable(table, size);
      value.push({ size, server, emmett, table });
    }
    return { value, end };
  } catch (cause) {
    await end();
    throw cause;
  }
}
