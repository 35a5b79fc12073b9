import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryDirectory, temporaryProject } from "../../test/temporary-directory.ts";
import { StartError } from "../start-error.ts";
import { startTinybird } from "../start-tinybird.ts";

/** Deploys one version of a project after the other onto one data directory. */
async function deployments() {
  const data = await temporaryDirectory();
  return async (files: Readonly<Record<string, string>>) => {
    const tinybird = await startTinybird({ project: await temporaryProject(files), data });
    onTestFinished(() => tinybird.stop());
    return { ...client(tinybird), stop: () => tinybird.stop() };
  };
}

async function failure(starting: Promise<unknown>): Promise<StartError> {
  const outcome = await starting.catch((cause: unknown) => cause);
  if (outcome instanceof StartError) return outcome;
  throw new Error("it started", { cause: outcome });
}

const keys = (engine: string, sortingKey = "id") =>
  `ENGINE ${engine}\nENGINE_SORTING_KEY ${sortingKey}\n`;
const schema = (columns: string, engine = keys("MergeTree")) =>
  `SCHEMA >\n    ${columns}\n\n${engine}`;
const id = "`id` String `json:$.id`";
const base = { "events.datasource": schema(id) };

const totals = {
  "totals.datasource": schema(
    "`id` String, `n` UInt64",
    "ENGINE SummingMergeTree\nENGINE_SORTING_KEY id\n",
  ),
  "count_events.pipe":
    "NODE counted\nSQL >\n    SELECT id, count() AS n FROM events GROUP BY id\n\nTYPE materialized\nDATASOURCE totals\n",
};

describe("deployProject", () => {
  test("adds a column that has a DEFAULT, worked out once for the rows that are there", async () => {
    const deploy = await deployments();
    const first = await deploy(base);
    await first.append("events", '{"id":"a"}');
    await first.stop();

    const columns = `${id}, \`label\` String \`json:$.label\` DEFAULT concat('<', id, '>'), \`made\` UUID DEFAULT generateUUIDv4()`;
    const second = await deploy({ "events.datasource": schema(columns) });
    const [row] = await second.rows("SELECT * FROM events");
    expect(row).toMatchObject({ id: "a", label: "<a>" });
    expect(await second.rows("SELECT * FROM events")).toEqual([row]);
    await second.append("events", '{"id":"b","label":"mine"}');
    expect(await second.rows("SELECT label FROM events ORDER BY id")).toEqual([
      { label: "<a>" },
      { label: "mine" },
    ]);
  });

  test("refuses a materialized view that reaches outside of the server", async () => {
    const sql = "SELECT id, length(file('/etc/hostname')) AS n FROM events";
    const reaching = {
      ...base,
      ...totals,
      "count_events.pipe": totals["count_events.pipe"].replace(/SELECT.*/, sql),
    };
    const { message } = await failure((await deployments())(reaching));
    expect(message).toContain("count_events.pipe:3");
    expect(message).toContain('Cannot run "file"');
  });

  test("quarantines rows with the new column", async () => {
    const deploy = await deployments();
    const first = await deploy(base);
    await first.append("events", '{"id":"a"}');
    await first.stop();
    const second = await deploy({
      "events.datasource": schema(`${id}, \`n\` Nullable(Int8) \`json:$.n\``),
    });
    const { json } = await second.append("events", '{"id":"b","n":999}');
    expect(json).toEqual({ successful_rows: 0, quarantined_rows: 1 });
    expect(await second.rows("SELECT n FROM events_quarantine")).toEqual([{ n: "999" }]);
    expect(await second.rows("SELECT n FROM events")).toEqual([{ n: null }]);
  });

  test("refuses every other change while rows are there, and keeps them", async () => {
    const deploy = await deployments();
    const first = await deploy(base);
    await first.append("events", '{"id":"a"}');
    await first.stop();
    const changes = [
      [schema(`${id}, \`n\` Int8 \`json:$.n\``), 'new column "n" must have a DEFAULT'],
      [
        schema("`other` String DEFAULT ''", keys("MergeTree", "other")),
        "engine and keys must stay",
      ],
      [schema("`id` LowCardinality(String) `json:$.id`"), 'column "id" must stay String'],
      [schema(id, keys("ReplacingMergeTree")), "engine and keys must stay"],
      [schema(id, "ENGINE Null\n"), "an engine Null keeps no rows"],
    ] as const;
    for (const [changed, reason] of changes) {
      const error = await failure(deploy({ "events.datasource": changed }));
      expect(error.failure).toMatchObject({ code: "project_changed", resource: "events" });
      expect(error.message).toContain(reason);
      expect(error.message).toMatch(/fresh data directory$/);
    }
    const again = await deploy(base);
    expect(await again.rows("SELECT id FROM events")).toEqual([{ id: "a" }]);
  });

  test("starts with the former project, and its rows, after a FORWARD_QUERY that failed", async () => {
    const deploy = await deployments();
    const former = { ...base, ...totals };
    const first = await deploy(former);
    await first.append("events", '{"id":"a"}\n{"id":"1"}');
    await first.stop();
    const forward = "\nFORWARD_QUERY >\n    SELECT toInt32(id) AS id\n";
    const changed = schema("`id` Int32 `json:$.id`") + forward;
    const error = await failure(deploy({ ...totals, "events.datasource": changed }));
    expect(error.failure).toMatchObject({ file: "events.datasource", line: 7 });
    const again = await deploy(former);
    await again.append("events", '{"id":"a"}');
    expect(await again.rows("SELECT id FROM events ORDER BY id")).toEqual([
      { id: "1" },
      { id: "a" },
      { id: "a" },
    ]);
    expect(await again.rows("SELECT sum(n) AS n FROM totals")).toEqual([{ n: 3 }]);
  });

  test("refuses to take a column away while rows are there", async () => {
    const deploy = await deployments();
    const first = await deploy({ "events.datasource": schema(`${id}, \`n\` Int8 DEFAULT 1`) });
    await first.append("events", '{"id":"a"}');
    await first.stop();
    expect((await failure(deploy(base))).message).toContain('column "n" must stay');
  });

  test("takes any change while the table is empty", async () => {
    const deploy = await deployments();
    await (await deploy({ ...base, ...totals })).stop();
    const changed = schema("`id` Int32 `json:$.id`, `more` String `json:$.more` DEFAULT ''");
    const second = await deploy({ ...totals, "events.datasource": changed });
    await second.append("events", '{"id":1,"more":"x"}\n{"id":"bad"}');
    expect(await second.rows("SELECT id, more FROM events")).toEqual([{ id: 1, more: "x" }]);
    expect(await second.rows("SELECT id, n FROM totals")).toEqual([{ id: "1", n: 1 }]);
    expect(await second.rows("SELECT id FROM events_quarantine")).toEqual([{ id: "bad" }]);
  });

  test("sees no change in another spelling", async () => {
    const deploy = await deployments();
    const first = await deploy({
      "events.datasource": schema("`id` String `json:$.id`, `n` Nullable(Int8) DEFAULT 1+1"),
    });
    await first.append("events", '{"id":"a"}');
    await first.stop();
    const spelled = schema(
      "id    String `json:$.id`,\n    `n` Nullable( Int8 ) DEFAULT 1  +  1",
      'ENGINE "MergeTree"\nENGINE_SORTING_KEY "id"\n',
    );
    const second = await deploy({ "events.datasource": spelled });
    expect(await second.rows("SELECT n FROM events")).toEqual([{ n: 2 }]);
  });

  test("keeps the rows of a data source that the project no longer has", async () => {
    const deploy = await deployments();
    const first = await deploy(base);
    await first.append("events", '{"id":"a"}');
    await first.stop();
    const second = await deploy({ "other.datasource": schema(id) });
    expect(await second.append("events", '{"id":"b"}')).toMatchObject({ status: 404 });
    await second.stop();
    expect(await (await deploy(base)).rows("SELECT id FROM events")).toEqual([{ id: "a" }]);
  });

  describe("with a materialized view", () => {
    test("keeps feeding its target after a restart, each row once", async () => {
      const deploy = await deployments();
      const first = await deploy({ ...base, ...totals });
      await first.append("events", '{"id":"a"}\n{"id":"a"}');
      await first.stop();
      const second = await deploy({ ...base, ...totals });
      await second.append("events", '{"id":"a"}');
      expect(await second.rows("SELECT sum(n) AS n FROM totals")).toEqual([{ n: 3 }]);
    });

    test("fills the target of a new one from the rows that are there", async () => {
      const deploy = await deployments();
      const first = await deploy(base);
      await first.append("events", '{"id":"a"}\n{"id":"b"}\n{"id":"a"}');
      await first.stop();
      const second = await deploy({ ...base, ...totals });
      await second.append("events", '{"id":"b"}');
      expect(
        await second.rows("SELECT id, sum(n) AS n FROM totals GROUP BY id ORDER BY id"),
      ).toEqual([
        { id: "a", n: 2 },
        { id: "b", n: 2 },
      ]);
    });

    test("drops one that the project no longer has, and keeps what it wrote", async () => {
      const deploy = await deployments();
      const first = await deploy({ ...base, ...totals });
      await first.append("events", '{"id":"a"}');
      await first.stop();
      const { "count_events.pipe": _, ...rest } = totals;
      const second = await deploy({ ...base, ...rest });
      await second.append("events", '{"id":"a"}');
      expect(await second.rows("SELECT sum(n) AS n FROM totals")).toEqual([{ n: 1 }]);
    });

    test("answers 422 when the view cannot take the rows", async () => {
      const deploy = await deployments();
      const api = await deploy({
        ...base,
        ...totals,
        "count_events.pipe": totals["count_events.pipe"].replace(
          "count() AS n",
          "sum(throwIf(id = 'poison')) AS n",
        ),
      });
      const { status, json } = await api.append("events", '{"id":"poison"}');
      expect(status).toBe(422);
      expect(json.error).toContain("throwIf");
    });

    test.each([
      [
        "a target that is not there",
        { "count_events.pipe": totals["count_events.pipe"] },
        "must name a data source",
      ],
      [
        "SQL that ClickHouse refuses",
        {
          ...totals,
          "count_events.pipe": totals["count_events.pipe"].replace("count()", "cuont()"),
        },
        "cuont",
      ],
    ])("refuses %s, and says where", async (_, files, reason) => {
      const error = await failure((await deployments())({ ...base, ...files }));
      expect(error.failure).toMatchObject({
        code: "datafile_invalid",
        file: "count_events.pipe",
        line: 3,
      });
      expect(error.message).toContain(reason);
    });
  });

  test.each([
    [
      "ReplacingMergeTree",
      'ENGINE "ReplacingMergeTree"\nENGINE_SORTING_KEY "id"\nENGINE_VER "v"\n',
    ],
    [
      "SummingMergeTree",
      'ENGINE "SummingMergeTree"\nENGINE_SORTING_KEY "id"\nENGINE_COLUMNS "v"\n',
    ],
    ["AggregatingMergeTree", 'ENGINE "AggregatingMergeTree"\nENGINE_SORTING_KEY "id"\n'],
    [
      "CollapsingMergeTree",
      'ENGINE "CollapsingMergeTree"\nENGINE_SORTING_KEY "id"\nENGINE_SIGN "s"\n',
    ],
    [
      "MergeTree with every key",
      'ENGINE "MergeTree"\nENGINE_PARTITION_KEY "toYYYYMM(t)"\nENGINE_PRIMARY_KEY "id"\nENGINE_SORTING_KEY "id, t"\nENGINE_TTL "t + INTERVAL 10 YEAR"\nENGINE_SETTINGS "index_granularity = 1024"\n',
    ],
    ["Null", 'ENGINE "Null"\n'],
    [
      "ReplacingMergeTree that deletes",
      'ENGINE "ReplacingMergeTree"\nENGINE_SORTING_KEY "id"\nENGINE_VER "v"\nENGINE_IS_DELETED "d"\n',
    ],
    [
      "VersionedCollapsingMergeTree",
      'ENGINE "VersionedCollapsingMergeTree"\nENGINE_SORTING_KEY "id"\nENGINE_SIGN "s"\nENGINE_VERSION "v"\n',
    ],
    ["Join", 'ENGINE "Join"\nENGINE_JOIN_TYPE LEFT\nENGINE_KEY_COLUMNS "id"\n'],
  ])("creates a table of the engine %s", async (_, engine) => {
    const columns = `${id}, \`v\` UInt32 \`json:$.v\` DEFAULT 1 CODEC(ZSTD(3)), \`s\` Int8 \`json:$.s\` DEFAULT 1, \`t\` DateTime \`json:$.t\` DEFAULT now(), \`d\` UInt8 \`json:$.d\` DEFAULT 0`;
    const api = await (await deployments())({ "events.datasource": schema(columns, engine) });
    expect(await api.append("events", '{"id":"a"}')).toMatchObject({ status: 200 });
  });

  test("keeps the rows of a Join over a restart, and over a rebuild of the store", async () => {
    const project = await temporaryProject({
      "names.datasource": schema(
        `${id}, \`name\` String \`json:$.name\``,
        "ENGINE Join\nENGINE_KEY_COLUMNS id\n",
      ),
    });
    const data = await temporaryDirectory();
    const lives: { rows: unknown; rebuilt: unknown }[] = [];
    for (const life of [1, 2, 3]) {
      const tinybird = await startTinybird({ project, data });
      onTestFinished(() => tinybird.stop());
      const { append, rows } = client(tinybird);
      if (life === 1) await append("names", '{"id":"a","name":"Ada"}\n{"id":"b","name":"Bo"}');
      lives.push({
        rows: await rows("SELECT id, name FROM names ORDER BY id"),
        rebuilt: tinybird.recovery.rebuilt,
      });
      await tinybird.stop();
      if (life === 2) await rm(join(data, "clickhouse"), { recursive: true });
    }
    const rows = [
      { id: "a", name: "Ada" },
      { id: "b", name: "Bo" },
    ];
    expect(lives).toEqual([
      { rows, rebuilt: undefined },
      { rows, rebuilt: undefined },
      { rows, rebuilt: "missing" },
    ]);
  });
});
