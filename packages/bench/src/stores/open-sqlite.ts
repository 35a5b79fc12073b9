import Database from "libsql";

/** A file of SQLite's that is open. */
export type Sqlite = Pick<InstanceType<typeof Database>, "exec" | "prepare" | "close">;

/** Opens a file of SQLite's, by libsql: its binary comes within a package, with no install script. */
export function openSqlite(file: string): Sqlite {
  return new Database(file);
}
