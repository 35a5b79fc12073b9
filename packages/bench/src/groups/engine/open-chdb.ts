import { join } from "node:path";
import { Session } from "chdb";
import { connectionArguments } from "../../../../tinybird-embedded/src/engine/settings.ts";
import { countedRows, type OpenEngine } from "./open-engine.ts";
import { statement } from "./write-project.ts";

const table = `CREATE TABLE IF NOT EXISTS tb.checks (
  id String, action LowCardinality(String), region LowCardinality(String), timestamp Int64, latency Int64
) ENGINE = MergeTree ORDER BY (id, timestamp)`;

/** Opens a directory with chDB in this process. */
export async function openChdb(data: string): Promise<OpenEngine> {
  const session = new Session(join(data, "chdb"), { connectionArgs: connectionArguments });
  await session.queryAsync("CREATE DATABASE IF NOT EXISTS tb ENGINE = Atomic");
  await session.queryAsync("USE tb");
  await session.queryAsync(table);
  const bound = statement.replace("{id}", "{id:String}");
  // A session takes one statement at a time.
  let last: Promise<unknown> = Promise.resolve();
  return {
    insert(lines) {
      const values = Buffer.from(lines.join("\n"));
      const done = last.then(() =>
        session.insert({ table: "tb.checks", format: "JSONEachRow", values }),
      );
      last = done;
      return done.then(() => undefined);
    },
    async call(id) {
      const result = await session.queryBindAsync(bound, { id }, { format: "JSONEachRow" });
      const lines = result.text().split("\n").filter(Boolean);
      return countedRows(lines.map((line): unknown => JSON.parse(line)));
    },
    async close() {
      session.close();
    },
  };
}
