import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { overOwnRows, startTarget } from "./target.ts";

type Target = Awaited<ReturnType<typeof startTarget>>;
let target: Target;
let reader: string;
/** Sees the tables that have nothing but rows of tenant a. */
let ofTwins: string;
let untouched: () => Promise<void>;

beforeAll(async () => {
  target = await startTarget();
  reader = await target.token(
    "DATASOURCES:READ:orders:tenant = 'a'",
    "DATASOURCES:READ:visits:tenant = 'a'",
    "PIPES:READ:one_order",
    "PIPES:READ:all_orders",
  );
  ofTwins = await target.token(
    "DATASOURCES:READ:orders_a:1",
    "DATASOURCES:READ:visits_a:1",
    "PIPES:READ:all_orders_a",
  );
  untouched = await target.rebase();
});
afterAll(() => target?.stop());

/** How often; a night's run has more. */
const numRuns = Number(process.env.ATTACKS ?? 80);

/** Mostly what may stand there, so that most statements run; now and then what may not. */
const mostly = <T>(good: fc.Arbitrary<T>, ...bad: T[]) =>
  fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...bad) });

const table = mostly(
  fc.constantFrom("orders", "visits", "tb_visits"),
  "secrets",
  "orders_quarantine",
  "totals",
  "count_orders__n",
  "tb.secrets",
  "system.tables",
  "`secrets`",
  "merge('tb', '.*')",
  "file('/etc/passwd', LineAsString)",
  "view(SELECT * FROM secrets)",
  "orders AS `tb.visits`",
).map((name) => (name === "tb_visits" ? "visits AS orders" : name));

/** Texts of one column, each of which fails on, or tells about, rows of the other tenant. */
const expression = mostly(
  fc
    .tuple(
      fc.constantFrom("id", "tenant", "note", "toString(amount)"),
      fc.constantFrom(
        "toString(%)",
        "toString(toInt64OrZero(%))",
        "toString(toInt64(note)) || %",
        "toString(throwIf(tenant = 'b', %))",
        "max(%) OVER ()",
        "arrayStringConcat(groupArray(%) OVER ())",
        "(SELECT max(note) FROM orders WHERE % != '')",
        "toString(% IN (SELECT note FROM visits))",
        "toString(arrayJoin([%, note]))",
        "concat(%, toString(intDiv(1000, amount - 100)))",
        "lagInFrame(note) OVER (ORDER BY %)",
        "toString(accurateCastOrNull(%, 'UInt8'))",
      ),
    )
    .map(([of, call]) => call.replaceAll("%", () => of)),
  "value",
  "_part",
  "file('/etc/passwd')",
  "id IN secrets",
  "(secrets AS x), id IN x",
  "getSetting('additional_table_filters')",
);

const clause = mostly(
  fc.oneof(
    fc.constant(""),
    expression.map((of) => `WHERE ${of} != 'z'`),
    expression.map((of) => `ORDER BY ${of} DESC LIMIT 1`),
    expression.map((of) => `QUALIFY ${of} != 'z'`),
    expression.map((of) => `LIMIT 1 BY ${of}`),
    expression.map((of) => `WHERE id IN (SELECT id FROM orders WHERE ${of} != 'z')`),
  ),
  "PREWHERE note != ''",
  "SETTINGS readonly = 0",
  "UNION ALL SELECT value FROM secrets",
  "; DROP TABLE secrets",
);

const simple = fc
  .tuple(expression, table, clause)
  .map(([of, from, where]) => `SELECT id, tenant, note, amount, ${of} AS e FROM ${from} ${where}`);

/** Statements in which a table or a column stands in every place of a SELECT that has one. */
const statement = fc.oneof(
  simple,
  simple.map((select) => `SELECT * FROM (${select}) AS x`),
  simple.map((select) => `WITH x AS (${select}) SELECT * FROM x`),
  simple.map((select) => `WITH orders AS (${select}) SELECT * FROM orders`),
  fc.tuple(simple, simple).map((both) => both.join(" UNION ALL ")),
  fc.tuple(simple, simple).map(([one, other]) => `SELECT * FROM (${one}) INTERSECT ${other}`),
  fc
    .tuple(
      simple,
      simple,
      fc.constantFrom("JOIN", "LEFT JOIN", "FULL JOIN", "ANY JOIN", "CROSS JOIN"),
    )
    .map(([one, other, join]) => {
      const on = join === "CROSS JOIN" ? "" : "ON l.id = r.id";
      return `SELECT l.note, r.* FROM (${one}) AS l ${join} (${other}) AS r ${on}`;
    }),
  fc
    .tuple(expression, table)
    .map(
      ([of, from]) =>
        `SELECT max(note), count() FROM ${from} GROUP BY ${of.includes("OVER") ? "id" : of}`,
    ),
  simple.map(
    (select) => `SELECT count() FROM all_orders WHERE note IN (SELECT note FROM (${select}))`,
  ),
);

const piece = fc.constantFrom(
  ..."' \" ` \\ ; -- /* */ ( ) { } {{ }} {% %} # % $ , : . \n \t \0 ' OR 1=1".split(" "),
  "UNION ALL SELECT value FROM secrets",
  "INTO OUTFILE '/tmp/x'",
  "DROP TABLE secrets",
  "SETTINGS additional_table_filters={}",
  "{{sql_unescape(String(id))}}",
  "{{table('secrets')}}",
);
const text = fc
  .array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 6 })
  .map((all) => all.join(""));

describe("no mutation", () => {
  test("of a statement shows a foreign row or changes anything", async () => {
    let ran = 0;
    await fc.assert(
      fc.asyncProperty(statement, async (select) => {
        const answer = await target.api.sql(select, reader);
        if (answer.status === 200) ran += 1;
        target.expectSilent(answer.text);
        // Whether it fails must not depend on what is hidden.
        const own = await target.api.sql(overOwnRows(select), ofTwins);
        expect(answer.status, `${select}\n${answer.text}\n${own.text}`).toBe(own.status);
      }),
      { numRuns },
    );
    // What is refused before it runs tests the check alone.
    expect(ran).toBeGreaterThan(numRuns / 3);
    await untouched();
  }, 120_000);

  test("of the text of a statement, a parameter, a name or a header does either", async () => {
    await fc.assert(
      fc.asyncProperty(text, statement, async (value, select) => {
        const at = value.length % select.length;
        const answers = [
          await target.api.sql(select.slice(0, at) + value + select.slice(at), reader),
          await target.api.sql(`% SELECT id FROM orders WHERE id = ${value}`, reader),
          await target.api.pipe("one_order", { id: value, ids: value }, reader),
          await target.api.pipe("one_order", { shown: value, below: value }, reader),
          await target.api.request(`/v0/pipes/${encodeURIComponent(value)}.json`, {}, reader),
          await target.api.request(
            `/v0/tokens/${encodeURIComponent(value)}`,
            { method: "PUT" },
            reader,
          ),
        ];
        for (const answer of answers) target.expectSilent(answer.text);
      }),
      { numRuns },
    );
    await untouched();
  }, 120_000);

  test("of a filter lets anything else through than the filter says", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const filter = `id != 'a1' AND (${value})`;
        const token = await target
          .token(`DATASOURCES:READ:visits:${filter}`)
          .catch(() => undefined);
        if (token === undefined) return;
        const seen = await target.api.sql("SELECT count() AS n FROM visits", token);
        const meant = await target.api.sql(`SELECT count() AS n FROM visits WHERE (${filter}\n)`);
        expect(seen.json.data, filter).toEqual(meant.json.data);
      }),
      { numRuns, examples: [["1=1) OR (1=1"], ["1) -- "], ["1 /* "], ["tenant = 'b'"], ["1 -- "]] },
    );
  }, 120_000);
});
