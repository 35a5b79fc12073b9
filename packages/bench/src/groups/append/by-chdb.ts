import { join } from "node:path";
import { Session } from "chdb";
import { connectionArguments } from "../../../../tinybird-embedded/src/engine/settings.ts";
import type { Case, Prepared } from "../../harness/group.ts";
import { startProjectServer } from "../project-server.ts";
import { linesOf } from "./calls-of.ts";
import { storedDigest } from "./stored-digest.ts";

/** Prepares inserts of the same lines by chDB itself, into the tables that a server made and left. */
export async function prepareChdb(
  of: Case,
  { views }: { readonly views: boolean },
): Promise<Prepared> {
  const { tinybird, data, end } = await startProjectServer();
  await tinybird.stop();
  const session = new Session(join(data, "clickhouse"), { connectionArgs: connectionArguments });
  await session.queryAsync("USE tb");
  if (!views) {
    const named = await session.queryAsync(
      "SELECT name FROM system.tables WHERE database = 'tb' AND engine = 'MaterializedView'",
      { format: "TSVRaw" },
    );
    for (const name of named.text().split("\n").filter(Boolean))
      await session.queryAsync(`DROP VIEW tb.\`${name}\` SYNC`);
  }
  const values = Buffer.from(linesOf(of).flat().join("\n"));
  const run = () =>
    session.insert({
      table: "tb.audit_log",
      format: "JSONEachRow",
      values,
      // The table would drop the same lines when they come again.
      settings: { insert_deduplicate: 0, max_insert_block_size: 100_000_000 },
    });
  const answer = async () => {
    await run();
    const result = await session.queryAsync(storedDigest, { format: "JSONEachRow" });
    return [JSON.parse(result.text())];
  };
  return {
    run,
    answer,
    end: async () => {
      session.close();
      await end();
    },
  };
}
