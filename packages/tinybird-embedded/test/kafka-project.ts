import { onTestFinished } from "vitest";
import { startTinybird, type TinybirdOptions } from "../src/start-tinybird.ts";
import { client } from "./client.ts";
import { temporaryProject } from "./temporary-directory.ts";

/** The connection of the projects below: its brokers are the secret SERVERS. */
const connection = `TYPE kafka
KAFKA_BOOTSTRAP_SERVERS {{ tb_secret("SERVERS", "broker.invalid:9092") }}
`;

/** Writes the KAFKA_* directives of a data source. */
export function fromTopic(topic: string, more = "KAFKA_AUTO_OFFSET_RESET earliest"): string {
  return `
KAFKA_CONNECTION_NAME broker
KAFKA_TOPIC ${topic}
KAFKA_GROUP_ID readers
${more}
`;
}

/** Messages with an id, counted by a materialized view for each last digit. */
export const counted = {
  "events.datasource": `SCHEMA >
    \`id\` UInt32 \`json:$.id\`

ENGINE MergeTree
ENGINE_SORTING_KEY id
${fromTopic("events")}`,
  "totals.datasource": `SCHEMA >
    \`digit\` UInt8,
    \`count\` UInt64,
    \`sum\` UInt64

ENGINE SummingMergeTree
ENGINE_SORTING_KEY digit
`,
  "totals_view.pipe": `NODE totals
SQL >
    SELECT toUInt8(id % 10) AS digit, count() AS count, sum(id) AS sum FROM events GROUP BY digit

TYPE materialized
DATASOURCE totals
`,
};

/** Makes a project of these files and the connection. */
export function kafkaProject(files: Readonly<Record<string, string>>): Promise<string> {
  return temporaryProject({ "broker.connection": connection, ...files });
}

/** Starts a server that reads from a broker. */
export async function startReader(servers: string, options: TinybirdOptions) {
  const tinybird = await startTinybird({ secrets: { SERVERS: servers }, ...options });
  onTestFinished(() => tinybird.stop());
  const api = client(tinybird);
  const kill = async () => {
    process.kill(tinybird.pid, "SIGKILL");
    await tinybird.ended;
  };
  const count = async (table: string): Promise<number> => {
    const [row] = await api.rows(`SELECT count() AS count FROM ${table}`);
    return Number(row.count);
  };
  /** How the topics are read, as /health has it. */
  const topics = async () => (await api.request("/health")).json.kafka;
  return { ...tinybird, ...api, kill, count, topics };
}

/** Messages with the ids from `from` on. */
export function numbered(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    value: JSON.stringify({ id: from + index }),
  }));
}
