import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryDirectory, temporaryProject } from "../../test/temporary-directory.ts";
import { startTinybird } from "../start-tinybird.ts";

async function start(project: string, data: string) {
  const tinybird = await startTinybird({ project, data, logLevel: "silent" });
  onTestFinished(() => tinybird.stop());
  const kill = async () => {
    process.kill(tinybird.pid, "SIGKILL");
    await tinybird.ended;
  };
  return { ...client(tinybird), kill };
}

const id = "`id` String `json:$.id`";
const x = "`x` Int64 `json:$.x` DEFAULT 1";
const mergeTree = "ENGINE MergeTree\nENGINE_SORTING_KEY id\n";

/** Rows whose values fit, and which the table does not take all the same. */
const poisons: [string, string, string][] = [
  [
    "a sign that is none",
    `SCHEMA >\n    ${id}, ${x}, \`sign\` Int8 \`json:$.sign\` DEFAULT 1\n\nENGINE CollapsingMergeTree\nENGINE_SORTING_KEY id\nENGINE_SIGN sign\n`,
    '"sign":5',
  ],
  [
    "a mark of deletion that is none",
    `SCHEMA >\n    ${id}, ${x}, \`gone\` UInt8 \`json:$.gone\` DEFAULT 0\n\nENGINE ReplacingMergeTree\nENGINE_SORTING_KEY id\nENGINE_VER x\nENGINE_IS_DELETED gone\n`,
    '"gone":7',
  ],
  [
    "a partition that cannot be worked out",
    `SCHEMA >\n    ${id}, ${x}\n\n${mergeTree}ENGINE_PARTITION_KEY intDiv(100, x)\n`,
    '"x":0',
  ],
  [
    "a key that cannot be worked out",
    `SCHEMA >\n    ${id}, ${x}\n\nENGINE MergeTree\nENGINE_SORTING_KEY id, intDiv(100, x)\n`,
    '"x":0',
  ],
  [
    "an index that cannot be worked out",
    `SCHEMA >\n    ${id}, ${x}\n\nINDEXES >\n    by_x intDiv(100, x) TYPE minmax GRANULARITY 1\n\n${mergeTree}`,
    '"x":0',
  ],
  [
    "nested lists of two lengths",
    `SCHEMA >\n    ${id}, ${x}, \`n.a\` Array(Int8) \`json:$.a[:]\` DEFAULT [], \`n.b\` Array(Int8) \`json:$.b[:]\` DEFAULT []\n\n${mergeTree}`,
    '"a":[1,2],"b":[1]',
  ],
];

describe("a row that the store never takes", () => {
  test.each(poisons)("with %s is refused, and nothing else stops", async (_, facts, member) => {
    const data = await temporaryDirectory();
    const project = await temporaryProject({
      "facts.datasource": facts,
      "others.datasource": `SCHEMA >\n    ${id}\n\n${mergeTree}`,
    });
    const first = await start(project, data);
    const refused = await first.append("facts", `{"id":"poison",${member}}`);
    expect(refused.status).toBe(422);
    for (const datasource of ["facts", "others"]) {
      expect(await first.append(datasource, '{"id":"good"}')).toMatchObject({ status: 200 });
    }
    await first.kill();
    const second = await start(project, data);
    for (const datasource of ["facts", "others"]) {
      expect(await second.rows(`SELECT id FROM ${datasource}`)).toEqual([{ id: "good" }]);
    }
  });

  test("a truncate of what has no rows is refused, and nothing else stops", async () => {
    const data = await temporaryDirectory();
    const project = await temporaryProject({
      "sink.datasource": `SCHEMA >\n    ${id}\n\nENGINE Null\n`,
      "others.datasource": `SCHEMA >\n    ${id}\n\n${mergeTree}`,
    });
    const first = await start(project, data);
    const truncated = await first.request("/v0/datasources/sink/truncate", { method: "POST" });
    expect(truncated.status).toBe(400);
    expect(await first.append("others", '{"id":"good"}')).toMatchObject({ status: 200 });
    await first.kill();
    expect(await (await start(project, data)).rows("SELECT id FROM others")).toEqual([
      { id: "good" },
    ]);
  });
});

describe("a delete", () => {
  test("takes none of the rows that come after it, whatever is killed", async () => {
    const data = await temporaryDirectory();
    const project = await temporaryProject({
      "facts.datasource": `SCHEMA >\n    ${id}, ${x}\n\n${mergeTree}`,
    });
    const first = await start(project, data);
    await first.append("facts", '{"id":"before"}');
    const body = new URLSearchParams({ delete_condition: "x = 1" });
    const answers = [
      first.request("/v0/datasources/facts/delete", { method: "POST", body }),
      ...Array.from({ length: 5 }, (_, n) => first.append("facts", `{"id":"with ${n}"}`)),
    ];
    for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
    await first.append("facts", '{"id":"after"}');
    const before = await first.rows("SELECT id FROM facts ORDER BY id");
    expect(before).toContainEqual({ id: "after" });
    expect(before).not.toContainEqual({ id: "before" });
    await first.kill();
    const second = await start(project, data);
    expect(await second.rows("SELECT id FROM facts ORDER BY id")).toEqual(before);
    await second.kill();
    await rm(join(data, "clickhouse"), { recursive: true });
    const third = await start(project, data);
    expect(await third.rows("SELECT id FROM facts ORDER BY id")).toEqual(before);
  });
});

describe("a rebuild", () => {
  test("takes more partitions together than one insert may have", async () => {
    const data = await temporaryDirectory();
    const project = await temporaryProject({
      "facts.datasource": `SCHEMA >\n    ${id}, ${x}\n\n${mergeTree}ENGINE_PARTITION_KEY x\n`,
    });
    const first = await start(project, data);
    for (const base of [0, 60, 120]) {
      const rows = Array.from({ length: 60 }, (_, n) => `{"id":"${n}","x":${base + n}}`);
      expect(await first.append("facts", rows.join("\n"))).toMatchObject({ status: 200 });
    }
    await first.kill();
    await rm(join(data, "clickhouse"), { recursive: true });
    const second = await start(project, data);
    expect(await second.rows("SELECT count() AS n, uniqExact(x) AS xs FROM facts")).toEqual([
      { n: 180, xs: 180 },
    ]);
  });

  test("has the rows that came while the log was being compacted", async () => {
    const data = await temporaryDirectory();
    const project = await temporaryProject({
      "facts.datasource": `SCHEMA >\n    ${id}, ${x}\n\n${mergeTree}`,
    });
    const first = await start(project, data);
    const ids: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      const body = new URLSearchParams({ delete_condition: "x = 2" });
      await first.request("/v0/datasources/facts/delete", { method: "POST", body });
      // Until the snapshot is there, one after the other.
      const before = (await readdir(join(data, "log"))).filter((name) => /-\d{4}$/.test(name));
      for (let n = 0; n < 40; n += 1) {
        const row = `${round}/${n}`;
        ids.push(row);
        await first.append("facts", JSON.stringify({ id: row }));
        const now = (await readdir(join(data, "log"))).filter((name) => /-\d{4}$/.test(name));
        if (now.join() !== before.join()) break;
      }
    }
    await first.kill();
    const stored = async ({ rows }: Pick<typeof first, "rows">) =>
      (await rows("SELECT id FROM facts")).map((each) => each.id).sort();
    const second = await start(project, data);
    expect(await stored(second)).toEqual(ids.toSorted());
    await second.kill();
    await rm(join(data, "clickhouse"), { recursive: true });
    expect(await stored(await start(project, data))).toEqual(ids.toSorted());
  });
});
