import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { countedRows, type OpenEngine } from "./open-engine.ts";
import { statement } from "./write-project.ts";

const columns = {
  id: "VARCHAR",
  action: "VARCHAR",
  region: "VARCHAR",
  timestamp: "BIGINT",
  latency: "BIGINT",
};
const declared = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
const table = `CREATE TABLE IF NOT EXISTS checks (${declared.join(", ")})`;
const insertion = `INSERT INTO checks SELECT each.* FROM
  (SELECT unnest(from_json(CAST($lines AS JSON), '${JSON.stringify([columns])}')) AS each)`;

/** Opens a directory with DuckDB in this process. */
export async function openDuckdb(data: string): Promise<OpenEngine> {
  const instance = await DuckDBInstance.create(join(data, "checks.duckdb"));
  const connection = await instance.connect();
  await connection.run(table);
  const insert = await connection.prepare(insertion);
  const count = await connection.prepare(statement.replace("{id}", "$id"));
  // A prepared statement runs once at a time.
  let last: Promise<unknown> = Promise.resolve();
  return {
    insert(lines) {
      const done = last.then(() => {
        insert.bind({ lines: `[${lines.join(",")}]` });
        return insert.run();
      });
      last = done;
      return done.then(() => undefined);
    },
    async call(id) {
      count.bind({ id });
      const read = await count.runAndReadAll();
      return countedRows(read.getRowObjects());
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
