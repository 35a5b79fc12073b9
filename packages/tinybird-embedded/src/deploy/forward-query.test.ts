import { describe, expect, test } from "vitest";
import { datasource, deployLab, view } from "../../test/deploy-lab.ts";

const lab = deployLab();
const id = "`id` String `json:$.id`";
const before = datasource(`${id}, \`x\` String \`json:$.x\``);
const forward = (query: string) => `\nFORWARD_QUERY >\n    ${query}\n`;
const typed = (query: string, type = "Int64") =>
  datasource(`${id}, \`x\` ${type} \`json:$.x\``, forward(query));

async function withRows(...values: readonly string[]) {
  await lab.deploy({ "events.datasource": before });
  for (const [index, value] of values.entries()) {
    await lab.execute(`INSERT INTO events VALUES ('${index}', '${value}')`);
  }
}

describe("forwardInsert", () => {
  test("makes the rows that are there into those of the new columns", async () => {
    await withRows("1", "22");
    const files = { "events.datasource": typed("SELECT id, toInt64(x) AS x") };
    expect(await lab.deploy(files)).toEqual({ changed: true, announced: 1 });
    expect(await lab.rows("SELECT id, x, toTypeName(x) AS type FROM events ORDER BY id")).toEqual([
      { id: "0", x: 1, type: "Int64" },
      { id: "1", x: 22, type: "Int64" },
    ]);
    expect(await lab.deploy(files)).toEqual({ changed: false, announced: 0 });
  });

  test.each([
    ["sorting key", "MergeTree", "x, id", ""],
    ["partition key", "MergeTree", "id", 'ENGINE_PARTITION_KEY "cityHash64(id) % 150"\n'],
    ["engine", "ReplacingMergeTree", "id", "\nFORWARD_QUERY >\n    SELECT *\n"],
  ])("changes the %s", async (_, engine, key, more) => {
    await lab.deploy({ "events.datasource": before });
    await lab.execute("INSERT INTO events SELECT toString(number), 'v' FROM numbers(2000)");
    await lab.deploy({ "events.datasource": datasource(`${id}, \`x\` String`, more, engine, key) });
    const [{ engine_full }] = await lab.rows(
      "SELECT engine_full FROM system.tables WHERE database = 'tb' AND name = 'events'",
    );
    expect(engine_full).toMatch(new RegExp(`^${engine}.* ORDER BY .*${key}`));
    expect(await lab.rows("SELECT uniqExact(id) AS n FROM events")).toEqual([{ n: 2000 }]);
  });

  test("takes columns away, renames them, and fills those it leaves out with their DEFAULT", async () => {
    await withRows("1");
    const columns = `${id}, \`y\` Int8, \`made\` UUID DEFAULT generateUUIDv4()`;
    await lab.deploy({
      "events.datasource": datasource(columns, forward("SELECT * EXCEPT (x), toInt8(x) + 1 AS y")),
    });
    const [row] = await lab.rows("SELECT * FROM events");
    expect(row).toMatchObject({ id: "0", y: 2 });
    expect(await lab.rows("SELECT * FROM events")).toEqual([row]);
  });

  test("casts what it gives to the type of the column, and refuses a value that does not fit", async () => {
    await withRows("127", "128");
    const { error, announced, changed } = await lab.refuse({
      "events.datasource": typed("SELECT id, toInt64(x) AS x", "Int8"),
    });
    expect({ announced, changed }).toEqual({ announced: 1, changed: false });
    expect(error.failure).toMatchObject({ file: "events.datasource", line: 7 });
    expect(error.message).toContain("values that fit the columns");
    await lab.execute("ALTER TABLE events DELETE WHERE x = '128'");
    await lab.deploy({ "events.datasource": typed("SELECT id, toInt64(x) AS x", "Int8") });
    expect(await lab.rows("SELECT x FROM events")).toEqual([{ x: 127 }]);
  });

  test.each([
    ["2024-02-30", "SELECT id, x", "Date"],
    ["1", "SELECT id, toDateTime64('2200-01-01 00:00:00', 3) AS x", "DateTime"],
    ["1", "SELECT id, toDecimal64(1.55, 2) AS x", "Decimal(9, 1)"],
    ["1", "SELECT id, nullIf(toInt8(x), 1) AS x", "Int64"],
    ["1", "SELECT id, NULL AS x", "Int64"],
  ])("refuses to change %s of %s for a %s", async (value, query, type) => {
    await withRows(value);
    expect((await lab.refuse({ "events.datasource": typed(query, type) })).changed).toBe(false);
  });

  test.each([
    ["12", "SELECT id, x", "Int64", 12],
    ["2024-02-29", "SELECT id, toDate(x) AS x", "DateTime64(3)", "2024-02-29 00:00:00.000"],
    ["1", "SELECT id, NULL AS x", "Nullable(Int64)", null],
    ["1", "SELECT id, nullIf(toInt8(x), 1) AS x", "Nullable(Int64)", null],
    ["1", "SELECT id, [toUInt16(x)] AS x", "Array(Int8)", [1]],
    ["1", "SELECT id, [] AS x", "Array(Int8)", []],
    ["a", "SELECT id, x", "LowCardinality(Nullable(String))", "a"],
  ])("casts %s of %s for a %s", async (value, query, type, outcome) => {
    await withRows(value);
    await lab.deploy({ "events.datasource": typed(query, type) });
    expect(await lab.rows("SELECT x FROM events")).toEqual([{ x: outcome }]);
  });

  test("leaves what is there when a row does not fit, and does not tell the row", async () => {
    await withRows("1", "secret");
    const { error, changed } = await lab.refuse({
      "events.datasource": typed("SELECT id, toInt64(x) AS x"),
    });
    expect(changed).toBe(false);
    expect(error.message).toContain("CANNOT_PARSE_TEXT");
    expect(error.message).not.toContain("secret");
    expect(await lab.deploy({ "events.datasource": before })).toEqual({
      changed: false,
      announced: 0,
    });
    expect(await lab.rows("SELECT count() AS n FROM events")).toEqual([{ n: 2 }]);
  });

  test("refuses null for a column that cannot be null", async () => {
    await withRows("1");
    const files = { "events.datasource": typed("SELECT id, nullIf(toInt64(x), 1) AS x") };
    expect((await lab.refuse(files)).changed).toBe(false);
  });

  test.each([
    ["SELECT id, toInt64(x) AS x FROM events", "it must have no FROM"],
    ["SELECT id, toInt64(x) AS x WHERE 1", "it must have no WHERE"],
    ["SELECT DISTINCT id, toInt64(x) AS x", "it must have no DISTINCT"],
    ["SELECT id, 1 AS x UNION ALL SELECT '', 1", "it must have no UNION"],
    ["id, toInt64(x) AS x", "must begin with SELECT"],
    ["SELECT id, 1 AS x; SELECT 1", "no semicolon"],
    ["SELECT id", 'must select "x"'],
    ["SELECT id, toInt64(x)", 'AS its name: current value is "toInt64(x)"'],
    ["SELECT id, nothing AS x", "nothing"],
    ["SELECT id, [1] AS x", "Array(UInt8)"],
  ])("refuses %s, and says where, before anything changes", async (query, reason) => {
    await withRows("1");
    const { error, announced, changed } = await lab.refuse({ "events.datasource": typed(query) });
    expect({ announced, changed }).toEqual({ announced: 0, changed: false });
    expect(error.failure).toMatchObject({
      code: "datafile_invalid",
      file: "events.datasource",
      line: 7,
    });
    expect(error.message).toContain(reason);
  });

  test("takes column names that SQL uses too, and comments", async () => {
    await lab.deploy({
      "events.datasource": datasource(`${id}, \`format\` String, \`offset\` String`),
    });
    await lab.execute("INSERT INTO events VALUES ('a', 'f', 'o')");
    const columns = `${id}, \`format\` String, \`offset\` UInt8`;
    const query = "SELECT id, format, length(events.offset) AS offset -- trimmed FROM the old";
    await lab.deploy({ "events.datasource": datasource(columns, forward(query)) });
    expect(await lab.rows("SELECT * FROM events")).toEqual([{ id: "a", format: "f", offset: 1 }]);
  });

  test("does nothing for a new table, and nothing after its deployment", async () => {
    const files = { "events.datasource": typed("SELECT id, toInt64(nothing) * 2 AS x") };
    await lab.deploy(files);
    expect(await lab.deploy(files)).toEqual({ changed: false, announced: 0 });
  });

  test("is not applied a second time by the next change", async () => {
    await withRows("1");
    const twice = "SELECT id, toInt64(x) * 2 AS x";
    await lab.deploy({ "events.datasource": typed(twice) });
    const more = `${id}, \`x\` Int64 \`json:$.x\`, \`y\` Int8 DEFAULT 1`;
    await lab.deploy({ "events.datasource": datasource(more, forward(twice)) });
    expect(await lab.rows("SELECT x, y FROM events")).toEqual([{ x: 2, y: 1 }]);
    const { error } = await lab.refuse({
      "events.datasource": datasource(more.replace("Int64", "Int32"), forward(twice)),
    });
    expect(error.message).toContain("FORWARD_QUERY is the one of the deployment before");
  });

  test("keeps what the quarantine has, with the new columns", async () => {
    await withRows("1");
    await lab.execute("INSERT INTO events_quarantine (id, x) VALUES ('q', 'bad')");
    const columns = `${id}, \`y\` Int64`;
    await lab.deploy({
      "events.datasource": datasource(columns, forward("SELECT id, toInt64(x) AS y")),
    });
    expect(await lab.rows("SELECT id, x, y FROM events_quarantine")).toEqual([
      { id: "q", x: "bad", y: null },
    ]);
  });

  test("keeps the materialized views of the table and what they wrote", async () => {
    const views = {
      "totals.datasource": datasource("`id` String, `n` UInt64", "", "SummingMergeTree"),
      "count.pipe": view("SELECT id, count() AS n FROM events GROUP BY id", "totals"),
    };
    await lab.deploy({ ...views, "events.datasource": before });
    await lab.execute("INSERT INTO events VALUES ('a', '1')");
    await lab.deploy({ ...views, "events.datasource": typed("SELECT id, toInt64(x) AS x") });
    await lab.execute("INSERT INTO events VALUES ('a', 2)");
    expect(await lab.rows("SELECT id, sum(n) AS n FROM totals GROUP BY id")).toEqual([
      { id: "a", n: 2 },
    ]);
  });
});
