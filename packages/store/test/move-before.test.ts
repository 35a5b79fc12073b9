import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { createAnalytics } from "@audit/store/analytics";
import { startTinybird } from "@audit/tinybird-embedded";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { project } from "./embedded.ts";

const noon = Date.parse("2024-03-02T12:00:00Z");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-move-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The table of the product before, with its two columns that may be null. */
const before = `SCHEMA >
    \`action\` String \`json:$.action\`,
    \`actor\` String \`json:$.actor\`,
    \`id\` String \`json:$.id\`,
    \`targets\` Nullable(String) \`json:$.targets\`,
    \`metadata\` Nullable(String) \`json:$.metadata\`,
    \`timestamp\` Int64 \`json:$.timestamp\`,
    \`version\` Int16 \`json:$.version\`

ENGINE "MergeTree"
ENGINE_SORTING_KEY "id, timestamp, action"
`;

const actor = '{"id":"u1","name":"Ada","type":"user"}';
const rows = [
  { action: "monitor.failed", id: "monitor:1", actor, timestamp: noon, version: 1, metadata: null },
  {
    action: "monitor.recovered",
    id: "monitor:1",
    actor,
    targets: '[{"id":"1","type":"monitor"}]',
    metadata: '{"region":"gru","statusCode":200}',
    timestamp: noon + 1,
    version: 1,
  },
  {
    action: "monitor.down",
    id: "monitor:2",
    actor,
    timestamp: noon + 2,
    version: 1,
    targets: null,
  },
];

describe("the table of the product before", () => {
  test("becomes this one with its rows, by the FORWARD_QUERY of the data project's README", async () => {
    const data = join(folder, "data");
    const old = join(folder, "old");
    await mkdir(join(old, "datasources"), { recursive: true });
    await writeFile(join(old, "datasources", "audit_log.datasource"), before);
    const first = await startTinybird({ project: old, data });
    const appended = await fetch(`${first.url}/v0/events?name=audit_log&wait=true`, {
      method: "POST",
      headers: { authorization: `Bearer ${first.token}` },
      body: rows.map((row) => JSON.stringify(row)).join("\n"),
    });
    expect(await appended.json()).toEqual({ successful_rows: 3, quarantined_rows: 0 });
    await first.stop();

    const next = join(folder, "next");
    await cp(project, next, { recursive: true });
    const readme = await readFile(join(project, "README.md"), "utf8");
    const [forward = ""] = /FORWARD_QUERY >\n {4}SELECT .*\n/.exec(readme) ?? [];
    expect(forward).not.toBe("");
    await appendFile(join(next, "datasources", "audit_log.datasource"), `\n${forward}`);
    const second = await startTinybird({ project: next, data });
    const transport = fetchTransport({ ...second, deadlines: { append: 30_000 } });
    const store = new TinybirdEventStore({ transport });
    const events = [];
    for await (const event of store.readAll()) events.push(event);
    expect(events.map(({ id, timestamp, recordedAt }) => [id, timestamp, recordedAt])).toEqual([
      ["monitor:1", noon, noon],
      ["monitor:1", noon + 1, noon + 1],
      ["monitor:2", noon + 2, noon + 2],
    ]);
    expect(events.map(({ uid }) => uid.length)).toEqual([32, 32, 32]);
    expect(events[1]).toMatchObject({
      known: true,
      action: "monitor.recovered",
      metadata: { region: "gru", statusCode: 200 },
      targets: [{ id: "1", type: "monitor" }],
    });
    const { events: found } = await store.search({ target: "monitor:1" });
    expect(found).toHaveLength(1);
    const analytics = createAnalytics({ transport });
    expect(await analytics.total()).toBe(3);
    expect((await analytics.feed())[0]?.message).toBe("Ada did monitor.down on monitor:2");
    await second.stop();
  });
});
