import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What each engine runs; `{id}` stands for a monitor's id. */
export const statement = `SELECT action, count(*) AS events, sum(latency) AS latency, max(timestamp) AS last
FROM checks WHERE id = {id} GROUP BY action ORDER BY action`;

const datasource = `SCHEMA >
    \`id\` String \`json:$.id\`,
    \`action\` LowCardinality(String) \`json:$.action\`,
    \`region\` LowCardinality(String) \`json:$.region\`,
    \`timestamp\` Int64 \`json:$.timestamp\`,
    \`latency\` Int64 \`json:$.latency\`

ENGINE "MergeTree"
ENGINE_SORTING_KEY "id, timestamp"
`;

/** Writes a data project of one table without views and one endpoint, and gives its folder. */
export async function writeProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "audit-bench-"));
  for (const name of ["datasources", "endpoints"]) await mkdir(join(folder, name));
  await writeFile(join(folder, "datasources", "checks.datasource"), datasource);
  const sql = statement.replace("{id}", "{{ String(id) }}").replaceAll("\n", "\n    ");
  await writeFile(
    join(folder, "endpoints", "by_action.pipe"),
    `NODE counted\nSQL >\n    %\n    ${sql}\n\nTYPE endpoint\n`,
  );
  return folder;
}
