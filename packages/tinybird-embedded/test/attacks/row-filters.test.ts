import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { overOwnRows, startTarget } from "./target.ts";

type Target = Awaited<ReturnType<typeof startTarget>>;
let target: Target;
/** Sees tenant a of orders, visits and profiles; companies whole; of totals nothing. */
let ofA: string;
/** Sees all of the tables that have nothing but rows of tenant a, by filters that leave nothing out. */
let ofTwins: string;
let untouched: () => Promise<void>;
const filter = "tenant = 'a'";

beforeAll(async () => {
  target = await startTarget();
  ofA = await target.token(
    `DATASOURCES:READ:orders:${filter}`,
    "DATASOURCES:READ:visits:tenant in (select name from companies where company_id = 1)",
    `DATASOURCES:READ:profiles:${filter}`,
    `DATASOURCES:READ:notes:${filter}`,
    `DATASOURCES:READ:amounts:${filter}`,
    "DATASOURCES:READ:companies:1",
    "PIPES:READ:all_orders",
    "PIPES:READ:orders_of",
    "PIPES:READ:early",
    "PIPES:READ:newest",
    "PIPES:READ:refused",
    "PIPES:READ:by_totals",
  );
  ofTwins = await target.token(
    ...["orders", "visits", "profiles", "notes", "amounts"].map(
      (name) => `DATASOURCES:READ:${name}_a:1`,
    ),
    "DATASOURCES:READ:companies:1",
    "PIPES:READ:all_orders_a",
  );
  untouched = await target.rebase();
});
afterAll(() => target?.stop());

describe("rows of another tenant", () => {
  test.each([
    ["a plain read", "SELECT id FROM orders ORDER BY id", ["a1", "a2"]],
    ["a filter with a subquery", "SELECT id FROM visits ORDER BY id", ["a1", "a2"]],
    ["FINAL", "SELECT id FROM profiles FINAL ORDER BY id", ["a1", "a2"]],
    [
      "a join",
      "SELECT v.id AS id FROM orders AS o JOIN visits AS v ON o.amount < v.amount + 1000 ORDER BY id LIMIT 1 BY id",
      ["a1", "a2"],
    ],
    ["a CTE", "WITH x AS (SELECT * FROM orders) SELECT id FROM x ORDER BY id", ["a1", "a2"]],
    [
      "a CTE of its own name",
      "WITH orders AS (SELECT * FROM orders) SELECT id FROM orders ORDER BY id",
      ["a1", "a2"],
    ],
    ["a subquery", "SELECT id FROM (SELECT * FROM orders) ORDER BY id", ["a1", "a2"]],
    [
      "a union",
      "SELECT id FROM (SELECT id FROM orders UNION ALL SELECT id FROM visits) GROUP BY id ORDER BY id",
      ["a1", "a2"],
    ],
    ["IN", "SELECT 'x' AS id WHERE 'b' IN (SELECT tenant FROM orders)", []],
    ["a scalar subquery", "SELECT (SELECT max(id) FROM orders) AS id", ["a2"]],
    ["an aggregate", "SELECT toString(count()) AS id FROM orders", ["2"]],
    ["a pipe", "SELECT id FROM all_orders ORDER BY id", ["a1", "a2"]],
    ["a pipe of a pipe", "SELECT id FROM orders_of", []],
    [
      "a pipe beside a table",
      "SELECT a.id AS id FROM all_orders AS a, visits AS v GROUP BY id ORDER BY id",
      ["a1", "a2"],
    ],
  ])("are not there for %s", async (_, statement, ids) => {
    const { status, text, json } = await target.api.sql(statement, ofA);
    expect({ status, text }).toMatchObject({ status: 200 });
    target.expectSilent(text);
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  test.each([
    ["all_orders", {}, ["a1", "a2"]],
    ["orders_of", { tenant: "a" }, ["a1", "a2"]],
    ["orders_of", { tenant: "b" }, []],
    ["newest", {}, ["a1", "a2"]],
    ["refused", {}, []],
  ])("are not there in the endpoint %s with %j", async (name, parameters, ids) => {
    const { status, text, json } = await target.api.pipe(name, parameters, ofA);
    expect({ status, text }).toMatchObject({ status: 200 });
    target.expectSilent(text);
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  test("are counted in a rollup that has no filter of its own, as it is another data source", async () => {
    const { json } = await target.api.pipe("by_totals", {}, ofA);
    expect(json.data).toHaveLength(2);
    const own = await target.token(
      `DATASOURCES:READ:orders:${filter}`,
      `DATASOURCES:READ:totals:${filter}`,
      "PIPES:READ:by_totals",
    );
    expect((await target.api.pipe("by_totals", {}, own)).json.data).toHaveLength(1);
    untouched = await target.rebase();
  });

  /** Each is true or an error when it meets a row of the other tenant, and tells about it by that. */
  const conditions = [
    "toInt64(note) >= 0",
    "toInt64(note) = 1",
    "note = 'z' OR toDateTime(note) > 0",
    "parseDateTimeBestEffortOrNull(note) IS NULL AND toUInt8(note) < 9",
    "accurateCast(amount, 'UInt8') + accurateCast(amount * 2, 'UInt8') > 0",
    "toDecimal32(amount, 7) >= 0",
    "toDecimal32(amount * 10, 6) >= 0",
    "intDiv(1000, amount - 100) != 0",
    "intDiv(1000, amount - 200) < 0",
    "modulo(1000, amount - 200) != 0.5",
    "factorial(amount) > 0",
    "-toInt8(amount) <= 0 AND throwIf(amount > 99) = 0",
    "toFixedString(note, 3) != ''",
    "repeat(note, toUInt64(amount) * 10000000000) != 'x' OR amount < 99",
    "throwIf(tenant = 'b', 'seen') = 0",
    "throwIf(amount > 50, 'seen') = 0",
    "amount > 0 AND toInt64(note) >= 0",
    "accurateCast(note, 'UInt8') > 0 OR tenant = 'b'",
    "id = 'b1' AND toInt64(note) > 0",
    "toDate(note || '') > '1970-01-01'",
    "intDiv(1, amount - 100) >= 0 OR 1",
  ];
  const shapes: ((table: string, condition: string) => string)[] = [
    (table, condition) => `SELECT count() AS rows FROM ${table} WHERE ${condition}`,
    (table, condition) => `SELECT count() AS rows FROM ${table} AS x WHERE ${condition}`,
    (table, condition) => `SELECT count() AS rows FROM (SELECT * FROM ${table}) WHERE ${condition}`,
    (table, condition) => `SELECT countIf(${condition}) AS rows FROM ${table}`,
    (table, condition) => `SELECT count() AS rows FROM ${table} GROUP BY ${condition} HAVING 1`,
    (table, condition) => `SELECT 1 AS rows FROM ${table} ORDER BY ${condition} LIMIT 1`,
    (table, condition) =>
      `SELECT count() AS rows FROM companies AS c JOIN ${table} AS x ON c.name = x.tenant WHERE ${condition}`,
    (table, condition) =>
      `SELECT count() AS rows FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE ${condition})`,
    (table, condition) =>
      `WITH x AS (SELECT * FROM ${table}) SELECT count() AS rows FROM x WHERE ${condition}`,
    (table, condition) =>
      `SELECT count() AS rows FROM (SELECT * FROM ${table} UNION ALL SELECT * FROM visits) WHERE ${condition}`,
  ];
  test.each(["orders", "visits", "profiles", "profiles FINAL", "notes", "amounts", "all_orders"])(
    "make no difference to a condition on %s, neither to its rows nor to its error",
    async (table) => {
      const outcome = async (statement: string, token?: string) => {
        const { status, text } = await target.api.sql(statement, token);
        target.expectSilent(text);
        return { statement, status, data: status === 200 ? JSON.parse(text).data : undefined };
      };
      const compare = async (statement: string) => {
        const [seen, own] = await Promise.all([
          outcome(statement, ofA),
          outcome(overOwnRows(statement), ofTwins),
        ]);
        expect(seen).toEqual({ ...own, statement });
      };
      const all = ["orders", "amounts"].includes(table);
      for (const condition of conditions) {
        if (table === "all_orders" && condition.includes("amount")) continue;
        await Promise.all(
          shapes.slice(0, all ? shapes.length : 3).map((shape) => compare(shape(table, condition))),
        );
      }
    },
    60_000,
  );

  test.each([
    ["PREWHERE", "SELECT id FROM visits PREWHERE toInt64(note) > 0"],
    ["PREWHERE in a subquery", "SELECT * FROM (SELECT id FROM orders PREWHERE 1)"],
    ["an alias that is another filter's", "SELECT * FROM orders AS `tb.companies`"],
    ["the values of partitions", "SELECT id FROM orders WHERE _partition_id = _partition_id"],
    ["virtual columns", "SELECT _part, _partition_value FROM orders"],
    ["a table in its database", "SELECT * FROM tb.orders"],
    ["a data source without a scope", "SELECT * FROM secrets"],
    ["one on the right of IN", "SELECT ('s', 'x') IN secrets"],
    ["one by an alias on the right of IN", "WITH secrets AS t SELECT ('s', 'x') IN t"],
    ["one by two aliases", "WITH secrets AS t, t AS u SELECT ('s', 'x') IN u"],
    [
      "one by an alias in a list",
      "SELECT ('s', 'x') IN t FROM (SELECT 1) WHERE 1 = (secrets AS t)",
    ],
    ["one in a join", "SELECT 1 FROM orders JOIN secrets ON 1 = 1"],
    ["one in a CTE", "WITH x AS (SELECT * FROM secrets) SELECT * FROM x"],
    [
      "one that a CTE elsewhere is called like",
      "SELECT * FROM (WITH secrets AS (SELECT 1) SELECT * FROM secrets) AS a, secrets AS b",
    ],
    ["a quarantine behind a filter", "SELECT * FROM orders_quarantine"],
    ["a rollup", "SELECT * FROM totals"],
    ["a materialized view", "SELECT * FROM count_orders__n"],
    ["a pipe without a scope", "SELECT * FROM one_order"],
    ["EXPLAIN", "EXPLAIN indexes = 1 SELECT * FROM orders"],
    ["another filter by SETTINGS", "SELECT * FROM orders SETTINGS additional_table_filters = {}"],
    ["joinGet", "SELECT joinGet('tb.secrets', 'value', 's')"],
    ["dictGet", "SELECT dictGet('tb.secrets', 'value', 's')"],
    ["merge()", "SELECT * FROM merge('tb', '.*')"],
    ["mergeTreeIndex()", "SELECT * FROM mergeTreeIndex(tb, orders, with_marks = true)"],
    ["hasColumnInTable", "SELECT hasColumnInTable('tb', 'secrets', 'value')"],
    ["system tables", "SELECT * FROM system.columns"],
  ])("are out of reach for %s", async (_, statement) => {
    const { status, text } = await target.api.sql(statement, ofA);
    expect([400, 403], text).toContain(status);
    target.expectSilent(text);
    await untouched();
  });

  test("are out of reach for a pipe with PREWHERE", async () => {
    const { status, text } = await target.api.pipe("early", {}, ofA);
    expect(status).toBe(403);
    target.expectSilent(text);
  });

  test("are there for a token that runs the pipe and has no filter", async () => {
    const whole = await target.token("PIPES:READ:all_orders");
    expect((await target.api.pipe("all_orders", {}, whole)).json.data).toHaveLength(4);
    expect((await target.api.sql("SELECT * FROM all_orders", whole)).json.data).toHaveLength(4);
    expect((await target.api.sql("SELECT * FROM orders", whole)).status).toBe(403);
    untouched = await target.rebase();
  });

  test("are there in the quarantine of a data source without a filter", async () => {
    const whole = await target.token("DATASOURCES:READ:orders");
    const { json } = await target.api.sql("SELECT id FROM orders_quarantine", whole);
    expect(json.data).toHaveLength(1);
  });
});
