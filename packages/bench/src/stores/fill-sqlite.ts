import { openEmmett } from "./emmett-on-libsql.ts";
import { openSqlite, type Sqlite } from "./open-sqlite.ts";
import { sqliteRows } from "./stream-rows.ts";

/** Makes a table whose primary key is the order of streams, and its rows in that order: no page is read in vain. */
export function fillTable(file: string, rows: number): void {
  filling(file, (database) =>
    database.exec(`
      CREATE TABLE events (
        workspace_id TEXT NOT NULL, id TEXT NOT NULL, timestamp INTEGER NOT NULL, uid TEXT NOT NULL,
        action TEXT NOT NULL, metadata TEXT NOT NULL, recorded_at INTEGER NOT NULL,
        PRIMARY KEY (workspace_id, id, timestamp, uid)
      ) WITHOUT ROWID;
      INSERT INTO events ${sqliteRows(rows)}
        SELECT '', id, timestamp, uid, action, metadata, timestamp + 40 FROM rows ORDER BY id, timestamp;
    `),
  );
}

/** Makes Emmett's tables, and writes its rows past it, in the order in which they would have come. */
export async function fillEmmett(file: string, rows: number): Promise<void> {
  const emmett = await openEmmett(file);
  await emmett.store.schema.migrate();
  emmett.close();
  filling(file, (database) =>
    database.exec(`
      INSERT INTO emt_messages (stream_id, stream_position, partition, message_kind, message_data, message_metadata,
          message_schema_version, message_type, message_id, is_archived, global_position) ${sqliteRows(rows)}
        SELECT id, place + 1, 'emt:default', 'E', metadata, '{"timestamp":' || timestamp || '}',
          '1', action, uid, FALSE, number + 1 FROM rows;
    `),
  );
}

function filling(file: string, fill: (database: Sqlite) => void): void {
  const database = openSqlite(file);
  // What is half made is thrown away, not recovered.
  database.exec(
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000;",
  );
  fill(database);
  database.close();
}
