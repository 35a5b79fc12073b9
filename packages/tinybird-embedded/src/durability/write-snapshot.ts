import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { database, type Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { newSnapshotPath, syncDirectory, unfinished } from "../write-ahead-log/log-files.ts";
import { checksum, manifestName, type Snapshot, type SnapshotTable } from "./snapshot.ts";

/** Tables and views as they are defined, in the order in which they can be made. */
export type Definitions = Pick<Snapshot, "views"> & {
  readonly tables: readonly Pick<SnapshotTable, "name" | "create">[];
};

/** Reads how the tables and views of the store are defined. */
export async function readDefinitions(engine: Engine): Promise<Definitions> {
  const rows = await engine.rows<{ name: string; create: string; isView: number }>(
    `SELECT name, create_table_query AS create, engine = 'MaterializedView' AS isView
     FROM system.tables WHERE database = ${quoteString(database)} ORDER BY name`,
  );
  const named = rows.map(({ name, create }) => ({ name, create }));
  return {
    tables: named.filter((_, index) => !rows[index]?.isView),
    views: named.filter((_, index) => rows[index]?.isView),
  };
}

/**
 * Writes the rows of every table, as they are in the database `from`, into the log's directory; the snapshot has its
 * name only when all of it is on disk.
 */
export async function writeSnapshot(
  engine: Engine,
  directory: string,
  {
    from = database,
    ...snapshot
  }: Pick<Snapshot, "log" | "upTo" | "positions"> & Definitions & { from?: string },
): Promise<void> {
  const path = await newSnapshotPath(directory, snapshot.upTo);
  const part = `${path}${unfinished}`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true, mode: 0o700 });
  const tables: SnapshotTable[] = [];
  for (const table of snapshot.tables) {
    tables.push({ ...table, ...(await writeTable(engine, from, table.name, part)) });
  }
  const manifest = await open(join(part, manifestName), "w", 0o600);
  try {
    await manifest.writeFile(`${JSON.stringify({ ...snapshot, tables }, null, 1)}\n`);
    await manifest.sync();
  } finally {
    await manifest.close();
  }
  await syncDirectory(part);
  await rename(part, path);
  await syncDirectory(directory);
}

async function writeTable(
  engine: Engine,
  from: string,
  name: string,
  directory: string,
): Promise<Pick<SnapshotTable, "rows" | "file">> {
  const [found] = await engine.rows<{ rows: number | null }>(
    `SELECT total_rows AS rows FROM system.tables
     WHERE database = ${quoteString(from)} AND name = ${quoteString(name)}`,
  );
  const rows = found?.rows ?? 0;
  if (rows === 0) return { rows };
  const table = `${quoteName(from)}.${quoteName(name)}`;
  // ClickHouse's own format: exact for every type, states of aggregates included.
  const fileName = `${name}.native.zst`;
  const path = join(directory, fileName);
  await engine.write("snapshot", ({ execute }) =>
    execute(
      `INSERT INTO FUNCTION file(${quoteString(path)}, 'Native') SELECT * FROM ${table} SETTINGS max_threads = 1`,
    ),
  );
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { rows, file: { name: fileName, ...(await checksum(path)) } };
}
