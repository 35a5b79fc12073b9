import { register } from "node:module";
import type { SQLiteConnection, SQLiteEventStore } from "@event-driven-io/emmett-sqlite";
import { openSqlite } from "./open-sqlite.ts";

/**
 * Opens Emmett's store in a file, on a connection that it is given.
 *
 * It imports the package `sqlite3` for those that it is not given; that one's binary is made by an install script, and
 * none runs here.
 */
export async function openEmmett(
  file: string,
): Promise<{ readonly store: SQLiteEventStore; close(): void }> {
  const none = "data:text/javascript,export default {}";
  const hook = `export const resolve = (name, context, next) => name === "sqlite3" ? { url: ${JSON.stringify(none)}, shortCircuit: true } : next(name, context);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
  const { getSQLiteEventStore } = await import("@event-driven-io/emmett-sqlite");
  const connection = connect(file);
  const store = getSQLiteEventStore({
    fileName: file,
    schema: { autoMigration: "None" },
    connectionOptions: { singleton: true, connection },
  });
  return { store, close: () => connection.close() };
}

function connect(file: string): SQLiteConnection {
  const database = openSqlite(file);
  const rows = (sql: string, values: readonly unknown[] = []) =>
    database.prepare(sql).all(...values);
  return {
    close: () => database.close(),
    command: async (sql, values = []) => database.prepare(sql).run(...values),
    async batchCommand(statements) {
      for (const statement of statements) database.exec(statement);
    },
    // Safe: whoever asks says what a row of the answer is, as with any driver.
    query: async <Row>(sql: string, values?: readonly unknown[]) => rows(sql, values) as Row[],
    querySingle: async <Row>(sql: string, values?: readonly unknown[]) =>
      (rows(sql, values)[0] ?? null) as Row | null,
    withTransaction: (run) => run(),
  };
}
