import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const columns = `SCHEMA >
    \`datetime\` DateTime64(3) \`json:$.datetime\`,
    \`company_id\` Int8 \`json:$.company_id\`,
    \`event\` LowCardinality(String) \`json:$.event\`,
    \`author\` String \`json:$.payload.author\`,
    \`entity_id\` String \`json:$.payload.entity_id\`,
    \`os\` LowCardinality(String) \`json:$.device.OS\`,
    \`browser\` LowCardinality(String) \`json:$.device.browser\`

ENGINE "MergeTree"
ENGINE_PARTITION_KEY "toYYYYMM(datetime)"
ENGINE_SORTING_KEY "datetime, company_id"
`;
const fromTopic = `
KAFKA_CONNECTION_NAME audit_log_broker
KAFKA_TOPIC audit_log_demo
KAFKA_GROUP_ID demo
KAFKA_AUTO_OFFSET_RESET earliest
`;

/** Makes a copy of this repository's data project that also takes events of the demo, by both ways in. */
export async function demoProject() {
  const folder = await mkdtemp(join(tmpdir(), "audit-demo-project-"));
  await cp(fileURLToPath(new URL("../../../tinybird", import.meta.url)), folder, {
    recursive: true,
  });
  const write = (name: string, text: string) =>
    writeFile(join(folder, "datasources", `${name}.datasource`), text);
  await write("audit_log_hfi", columns);
  await write("demo_of_kafka", `${columns}${fromTopic}`);
  return { project: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
