import { describe, expect, test } from "vitest";
import { datasource, deployLab, view } from "../../test/deploy-lab.ts";

const lab = deployLab();
const events = { "events.datasource": datasource("`id` String `json:$.id`, `n` Int64 `json:$.n`") };
const totals = (columns = "`id` String, `n` UInt64", more = "") => ({
  "totals.datasource": datasource(columns, more, "SummingMergeTree"),
});
const count = (sql = "SELECT id, count() AS n FROM events GROUP BY id", more = "") => ({
  "count.pipe": view(sql, "totals", more),
});
const insert = (values: string) =>
  lab.execute(`INSERT INTO events SETTINGS deduplicate_insert = 'disable' VALUES ${values}`);
const sums = () => lab.rows("SELECT id, sum(n) AS n FROM totals GROUP BY id ORDER BY id");

describe("planRefills", () => {
  test.each([
    ["MergeTree", "`id` String, `n` UInt64", "count() AS n", "sum(n) AS n"],
    ["SummingMergeTree", "`id` String, `n` UInt64", "count() AS n", "sum(n) AS n"],
    [
      "AggregatingMergeTree",
      "`id` String, `n` AggregateFunction(uniq, Int64)",
      "uniqState(n) AS n",
      "uniqMerge(n) AS n",
    ],
  ])(
    "fills a new view's %s as if it had been there from the start",
    async (engine, columns, made, read) => {
      const target = { "totals.datasource": datasource(columns, "", engine) };
      const views = count(`SELECT id, ${made} FROM events WHERE events.n != 3 GROUP BY id`);
      const batches = ["('a', 1), ('b', 1), ('a', 2)", "('a', 1)", "('a', 1)", "('c', 3)"];
      const outcome = () => lab.rows(`SELECT id, ${read} FROM totals GROUP BY id ORDER BY id`);

      await lab.deploy({ ...events, ...target, ...views });
      for (const batch of batches) await insert(batch);
      const expected = await outcome();

      for (const table of [
        "count__made",
        "totals",
        "totals_quarantine",
        "events",
        "events_quarantine",
      ]) {
        await lab.execute(`DROP TABLE ${table} SYNC`);
      }
      await lab.deploy(events);
      for (const batch of batches) await insert(batch);
      expect(await lab.deploy({ ...events, ...target, ...views })).toEqual({
        changed: true,
        announced: 1,
      });
      expect(await outcome()).toEqual(expected);
      expect(expected).toHaveLength(2);
      expect(await lab.deploy({ ...events, ...target, ...views })).toEqual({
        changed: false,
        announced: 0,
      });
    },
  );

  test("writes the rows of a changed view anew, and feeds its target from then on", async () => {
    await lab.deploy({ ...events, ...totals(), ...count() });
    await insert("('a', 5), ('b', 1)");
    const changed = count("SELECT id, toUInt64(sum(n)) AS n FROM events GROUP BY id");
    await lab.deploy({ ...events, ...totals(), ...changed });
    expect(await sums()).toEqual([
      { id: "a", n: 5 },
      { id: "b", n: 1 },
    ]);
    await insert("('a', 2)");
    expect(await sums()).toEqual([
      { id: "a", n: 7 },
      { id: "b", n: 1 },
    ]);
  });

  test("writes the rows of all views of a target anew when one of them changes", async () => {
    const other = { "other.pipe": view("SELECT 'all' AS id, count() AS n FROM events", "totals") };
    await lab.deploy({ ...events, ...totals(), ...count(), ...other });
    await insert("('a', 5)");
    const changed = count("SELECT id, toUInt64(sum(n)) AS n FROM events GROUP BY id");
    await lab.deploy({ ...events, ...totals(), ...changed, ...other });
    expect(await sums()).toEqual([
      { id: "a", n: 5 },
      { id: "all", n: 1 },
    ]);
  });

  test("adds the rows of a new view to those that another one wrote", async () => {
    await lab.deploy({ ...events, ...totals(), ...count() });
    await insert("('a', 5)");
    const other = { "other.pipe": view("SELECT 'all' AS id, count() AS n FROM events", "totals") };
    await lab.deploy({ ...events, ...totals(), ...count(), ...other });
    expect(await sums()).toEqual([
      { id: "a", n: 1 },
      { id: "all", n: 1 },
    ]);
  });

  test("does not write the rows of a renamed view again", async () => {
    await lab.deploy({ ...events, ...totals(), ...count() });
    await insert("('a', 5)");
    await lab.deploy({ ...events, ...totals(), "renamed.pipe": count()["count.pipe"] });
    await insert("('a', 5)");
    expect(await sums()).toEqual([{ id: "a", n: 2 }]);
  });

  test("fills views over the targets of views, and those behind a changed one, in their order", async () => {
    const chain = {
      "all.datasource": datasource("`id` String, `n` UInt64", "", "SummingMergeTree"),
      // Its name comes before the one that it reads from.
      "a_second.pipe": view("SELECT 'all' AS id, sum(n) AS n FROM totals", "all"),
    };
    const all = () => lab.rows("SELECT sum(n) AS n FROM all");
    await lab.deploy(events);
    await insert("('a', 5), ('b', 1)");
    await lab.deploy({ ...events, ...totals(), ...count(), ...chain });
    expect(await all()).toEqual([{ n: 2 }]);
    const changed = count("SELECT id, toUInt64(sum(n)) AS n FROM events GROUP BY id");
    await lab.deploy({ ...events, ...totals(), ...changed, ...chain });
    expect(await all()).toEqual([{ n: 6 }]);
    await insert("('c', 10)");
    expect(await all()).toEqual([{ n: 16 }]);
  });

  test("fills a view with a JOIN from the whole of its tables", async () => {
    const people = { "people.datasource": datasource("`id` String, `name` String") };
    await lab.deploy({ ...events, ...people });
    await lab.execute("INSERT INTO people VALUES ('a', 'Ada')");
    await insert("('a', 1), ('a', 2), ('b', 3)");
    const joined = count(
      "SELECT name AS id, count() AS n FROM events JOIN people ON events.id = people.id GROUP BY name",
    );
    await lab.deploy({ ...events, ...people, ...totals(), ...joined });
    expect(await sums()).toEqual([{ id: "Ada", n: 2 }]);
  });

  test("writes nothing for a view without GROUP BY over a table without rows", async () => {
    await lab.deploy(events);
    const other = { "other.pipe": view("SELECT 'all' AS id, count() AS n FROM events", "totals") };
    await lab.deploy({ ...events, ...totals(), ...other });
    expect(await lab.rows("SELECT * FROM totals")).toEqual([]);
  });

  test("writes a target of other columns anew without a FORWARD_QUERY", async () => {
    await lab.deploy({ ...events, ...totals(), ...count() });
    await insert("('a', 5), ('b', 1)");
    const columns = "`id` String, `m` Int64";
    const changed = count("SELECT id, sum(n) AS m FROM events GROUP BY id");
    await lab.deploy({ ...events, ...totals(columns), ...changed });
    expect(await lab.rows("SELECT id, m FROM totals ORDER BY id")).toEqual([
      { id: "a", m: 5 },
      { id: "b", m: 1 },
    ]);
  });

  test("keeps the rows that a FORWARD_QUERY makes of a target, and does not write them again", async () => {
    await lab.deploy({ ...events, ...totals(), ...count() });
    await insert("('a', 5)");
    await lab.execute("TRUNCATE TABLE events");
    const forward = "\nFORWARD_QUERY >\n    SELECT id, n AS m\n";
    const changed = count("SELECT id, sum(n) AS m FROM events GROUP BY id");
    await lab.deploy({ ...events, ...totals("`id` String, `m` Int64", forward), ...changed });
    expect(await lab.rows("SELECT id, m FROM totals")).toEqual([{ id: "a", m: 1 }]);
  });

  test("fills nothing that says BACKFILL skip, and leaves what it has", async () => {
    const skip = totals(undefined, "BACKFILL skip\n");
    await lab.deploy(events);
    await insert("('a', 5)");
    await lab.deploy({ ...events, ...skip, ...count() });
    await insert("('a', 5)");
    expect(await sums()).toEqual([{ id: "a", n: 1 }]);
    await lab.deploy({
      ...events,
      ...skip,
      ...count("SELECT id, toUInt64(sum(n)) AS n FROM events GROUP BY id"),
    });
    await insert("('a', 5)");
    expect(await sums()).toEqual([{ id: "a", n: 6 }]);
  });

  test("leaves what a view with DEPLOYMENT_METHOD alter wrote, and refuses to mix it later", async () => {
    await lab.deploy({ ...events, ...totals(), ...count() });
    await insert("('a', 5)");
    const summed = "SELECT id, toUInt64(sum(n)) AS n FROM events GROUP BY id";
    await lab.deploy({ ...events, ...totals(), ...count(summed, "DEPLOYMENT_METHOD alter\n") });
    await insert("('a', 5)");
    expect(await sums()).toEqual([{ id: "a", n: 6 }]);
    const { error, announced, changed } = await lab.refuse({ ...events, ...totals(), ...count() });
    expect({ announced, changed }).toEqual({ announced: 0, changed: false });
    expect(error.message).toContain("a former view wrote some");
    expect(error.message).toContain("DEPLOYMENT_METHOD alter");
  });

  test.each([
    [
      "takes rows of its own",
      totals("`id` String `json:$.id`, `n` UInt64 `json:$.n`"),
      events,
      "JSON paths",
    ],
    [
      "is fed by an engine Null",
      totals(),
      {
        "events.datasource": events["events.datasource"].replace(
          /ENGINE MergeTree\nENGINE_SORTING_KEY id/,
          "ENGINE Null",
        ),
      },
      "engine Null keeps none",
    ],
    [
      "is fed by rows that a TTL takes",
      totals(),
      {
        "events.datasource": `${events["events.datasource"]}ENGINE_TTL "toDateTime(n) + INTERVAL 100 YEAR"\n`,
      },
      "TTL may have taken some",
    ],
  ])("refuses to change a view whose target %s", async (_, target, source, reason) => {
    await lab.deploy({ ...source, ...target, ...count() });
    await insert("('a', 2000000000)");
    expect(await sums()).toEqual([{ id: "a", n: 1 }]);
    const files = { ...source, ...target, ...count("SELECT id, toUInt64(2) AS n FROM events") };
    const { error, announced, changed } = await lab.refuse(files);
    expect({ announced, changed }).toEqual({ announced: 0, changed: false });
    expect(error.failure).toMatchObject({ code: "project_changed", resource: "totals" });
    expect(error.message).toContain(reason);
    expect(error.message).toContain("fresh data directory");
  });

  test("refuses a view that comes back to rows which it may have written", async () => {
    await lab.deploy({ ...events, ...totals(), ...count() });
    await insert("('a', 5)");
    await lab.deploy({ ...events, ...totals() });
    const { error } = await lab.refuse({ ...events, ...totals(), ...count() });
    expect(error.message).toContain("must not be doubled");
    await lab.deploy({ ...events, ...totals(undefined, "BACKFILL skip\n"), ...count() });
    expect(await sums()).toEqual([{ id: "a", n: 1 }]);
  });

  test("fills the new target of a view, and leaves what it wrote to the former one", async () => {
    const others = { "others.datasource": datasource("`id` String, `n` UInt64") };
    await lab.deploy({ ...events, ...totals(), ...count(), ...others });
    await insert("('a', 5), ('a', 6)");
    const moved = {
      "count.pipe": count()["count.pipe"].replace("DATASOURCE totals", "DATASOURCE others"),
    };
    await lab.deploy({ ...events, ...totals(), ...moved, ...others });
    await insert("('a', 5)");
    expect(await lab.rows("SELECT sum(n) AS n FROM others")).toEqual([{ n: 3 }]);
    expect(await sums()).toEqual([{ id: "a", n: 2 }]);
  });

  test("refuses to change one view of a target that another one leaves", async () => {
    const other = { "other.pipe": view("SELECT 'all' AS id, count() AS n FROM events", "totals") };
    await lab.deploy({ ...events, ...totals(), ...count(), ...other });
    await insert("('a', 5)");
    const changed = count("SELECT id, toUInt64(sum(n)) AS n FROM events GROUP BY id");
    const { error } = await lab.refuse({ ...events, ...totals(), ...changed });
    expect(error.message).toContain("a former view wrote some");
  });

  test("keeps the rows that a FORWARD_QUERY makes when another view takes over", async () => {
    await lab.deploy({ ...events, ...totals(), ...count() });
    await insert("('a', 5)");
    const forward = "\nFORWARD_QUERY >\n    SELECT id, n + 10 AS m\n";
    const other = {
      "other.pipe": view("SELECT id, sum(n) AS m FROM events GROUP BY id", "totals"),
    };
    await lab.deploy({ ...events, ...totals("`id` String, `m` UInt64", forward), ...other });
    expect(await lab.rows("SELECT id, m FROM totals")).toEqual([{ id: "a", m: 11 }]);
  });

  test("leaves what is there when a view cannot take a row, and does not tell the row", async () => {
    await lab.deploy(events);
    await insert("('secret', 1)");
    const files = { ...events, ...totals(), ...count("SELECT id, toUInt64(id) AS n FROM events") };
    const { error, announced, changed } = await lab.refuse(files);
    expect({ announced, changed }).toEqual({ announced: 1, changed: false });
    expect(error.failure).toMatchObject({ code: "datafile_invalid", file: "count.pipe", line: 3 });
    expect(error.message).toContain('every row of "events"');
    expect(error.message).not.toContain("secret");
    expect(await lab.deploy(events)).toEqual({ changed: false, announced: 0 });
  });

  test("refuses SQL of a view before anything changes", async () => {
    await lab.deploy(events);
    await insert("('a', 1)");
    const files = { ...events, ...totals(), ...count("SELECT id, nothing AS n FROM events") };
    const { announced, changed } = await lab.refuse(files);
    expect({ announced, changed }).toEqual({ announced: 0, changed: false });
  });
});
