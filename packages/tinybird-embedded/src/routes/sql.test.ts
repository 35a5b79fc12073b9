import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

let tinybird: Tinybird;
let api: ReturnType<typeof client>;
const outfile = join(tmpdir(), `tinybird-embedded-outfile-${process.pid}`);
/** Somebody whom a statement must not reach. */
const outside = createServer((_, response) => {
  reached += 1;
  response.end("1\n");
});
let reached = 0;
let outsideUrl: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve));
  const address = outside.address();
  outsideUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
  tinybird = await startTinybird({ project: shop });
  api = client(tinybird);
  await api.append(
    "orders",
    '{"id":"a","amount":1}\n{"id":"b","amount":2}\n{"id":"c","amount":"x"}',
  );
});
afterAll(async () => {
  await tinybird?.stop();
  outside.close();
});

describe("/v0/sql", () => {
  test("answers in JSON unless the statement names a format", async () => {
    const json = await api.sql("SELECT id FROM orders ORDER BY id");
    expect(json.json.data).toEqual([{ id: "a" }, { id: "b" }]);
    const csv = await api.sql("SELECT id, amount FROM orders ORDER BY id FORMAT CSV");
    expect(csv).toMatchObject({ status: 200, text: '"a",1\n"b",2\n' });
    const rows = await api.sql("SELECT id FROM orders ORDER BY id FORMAT JSONEachRow;");
    expect(rows.text).toBe('{"id":"a"}\n{"id":"b"}\n');
  });

  test("takes the statement as a text and as a form body", async () => {
    const text = await api.request("/v0/sql", { method: "POST", body: "SELECT 1 AS one" });
    expect(text.json.data).toEqual([{ one: 1 }]);
    const body = new URLSearchParams({ q: "SELECT 2 AS two" });
    const form = await api.request("/v0/sql", { method: "POST", body });
    expect(form.json.data).toEqual([{ two: 2 }]);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const bare = { method: "POST", headers, body: "SELECT 1 + 1 AS two" };
    expect((await api.request("/v0/sql", bare)).json.data).toEqual([{ two: 2 }]);
  });

  test("evaluates a template with the other parameters", async () => {
    const q = encodeURIComponent("% SELECT id FROM orders WHERE amount = {{Int64(amount)}}");
    const { json } = await api.request(`/v0/sql?q=${q}&amount=2`);
    expect(json.data).toEqual([{ id: "b" }]);
  });

  test.each([
    ["a pipe", "SELECT id FROM all_orders ORDER BY id LIMIT 1"],
    ["a quarantine", "SELECT c__error FROM orders_quarantine"],
    [
      "a CTE, IN, LIMIT BY",
      "WITH x AS (SELECT id FROM orders) SELECT id FROM x WHERE id IN x LIMIT 1 BY id",
    ],
    ["joins and unions", "SELECT 1 FROM orders AS o JOIN sales AS s ON 1 = 1 UNION ALL SELECT 2"],
    ["a window", "SELECT sum(amount) OVER (PARTITION BY id ORDER BY placed_at) FROM orders"],
    [
      "combinators",
      "SELECT countIf(id = ''), uniqExactStateOrNull(id), sumMapIf(map('a', 1), 1) FROM orders",
    ],
    [
      "lambdas, arrays, casts",
      "SELECT arrayMap(x -> x + 1, [1]), amount::String, CASE WHEN 1 THEN 2 END FROM orders",
    ],
    ["table functions without a source", "SELECT * FROM numbers(3)"],
    ["EXCEPT and REPLACE", "SELECT * EXCEPT (id) REPLACE (1 AS amount) FROM orders"],
    ["words of other statements in text", "SELECT 'DROP TABLE orders; INTO OUTFILE' AS text"],
  ])("runs a SELECT with %s", async (_, statement) => {
    const { status, text } = await api.sql(statement);
    expect({ status, text }).toMatchObject({ status: 200 });
  });

  describe("refuses, without any effect,", () => {
    const file = "/etc/passwd";
    test.each([
      ["two statements", "SELECT 1; SELECT 2"],
      ["a write behind a read", "SELECT 1; DROP TABLE orders"],
      ["a file behind a read", `SELECT 1; SELECT 2 INTO OUTFILE '${outfile}'`],
      ["INTO OUTFILE", `SELECT 1 INTO OUTFILE '${outfile}'`],
      ["INTO OUTFILE with FORMAT", `SELECT 1 INTO OUTFILE '${outfile}' FORMAT CSV`],
      [
        "INTO OUTFILE after UNION",
        `SELECT 1 UNION ALL SELECT 2 INTO OUTFILE '${outfile}' TRUNCATE`,
      ],
      ["EXPLAIN with a file", `EXPLAIN AST SELECT 1 INTO OUTFILE '${outfile}'`],
      ["a closing bracket", `SELECT 1) INTO OUTFILE '${outfile}' --`],
      ["a comment with a line break", `SELECT 1 -- \n INTO OUTFILE '${outfile}'`],
      ["INSERT", "INSERT INTO orders (id) VALUES ('inserted')"],
      ["INSERT SELECT", "INSERT INTO orders (id) SELECT 'inserted'"],
      ["INSERT INTO FUNCTION", `INSERT INTO FUNCTION file('${outfile}') SELECT 1`],
      ["DROP", "DROP TABLE orders"],
      ["TRUNCATE", "TRUNCATE TABLE orders"],
      ["ALTER", "ALTER TABLE orders DELETE WHERE 1"],
      ["DELETE", "DELETE FROM orders WHERE 1"],
      ["CREATE", "CREATE TABLE t (a Int8) ENGINE = Memory"],
      ["ATTACH", "ATTACH TABLE orders"],
      ["SYSTEM", "SYSTEM STOP MERGES"],
      ["KILL", "KILL QUERY WHERE 1"],
      ["SET", "SET readonly = 0"],
      ["USE", "USE system"],
      ["SHOW", "SHOW TABLES"],
      ["DESCRIBE", "DESCRIBE TABLE orders"],
      ["EXISTS", "EXISTS TABLE orders"],
      ["BACKUP", `BACKUP TABLE orders TO File('${outfile}')`],
      ["PARALLEL WITH", "SELECT 1 PARALLEL WITH DROP TABLE orders"],
      ["SETTINGS", "SELECT 1 SETTINGS max_threads = 1"],
      ["SETTINGS in a subquery", "SELECT * FROM (SELECT 1 SETTINGS readonly = 0)"],
      ["SETTINGS after FORMAT", "SELECT 1 FORMAT CSV SETTINGS max_threads = 1"],
      ["EXPLAIN in a subquery", "SELECT * FROM (EXPLAIN SELECT 1)"],
      ["file()", `SELECT * FROM file('${file}', LineAsString)`],
      ["file() in upper case", `SELECT * FROM FILE('${file}', LineAsString)`],
      ["file() as a value", `SELECT file('${file}')`],
      ["file() in a window", `SELECT sum(1) OVER (ORDER BY file('${file}'))`],
      [
        "file() in a named window",
        `SELECT sum(1) OVER w FROM orders WINDOW w AS (ORDER BY file('${file}'))`,
      ],
      ["file() in APPLY", `SELECT * APPLY(x -> file('${file}')) FROM orders`],
      ["file() by name in APPLY", "SELECT COLUMNS('id') APPLY(file) FROM orders"],
      ["file() in LIMIT", `SELECT 1 LIMIT length(file('${file}'))`],
      ["file() in a parameter", `SELECT quantile(length(file('${file}')))(1)`],
      [
        "file() in INTERPOLATE",
        `SELECT 1 AS a ORDER BY a WITH FILL INTERPOLATE (a AS file('${file}'))`,
      ],
      ["file() in WITH", `WITH file('${file}') AS f SELECT f`],
      ["file() in a lambda", `SELECT arrayMap(x -> file('${file}'), [1])`],
      ["a function behind IN", `SELECT 1 IN file('${file}', LineAsString)`],
      ["remote()", "SELECT * FROM remote('127.0.0.1', system.one)"],
      ["s3()", "SELECT * FROM s3('http://127.0.0.1:1/b/f', 'CSV')"],
      ["executable()", "SELECT * FROM executable('id', CSV, 'a String')"],
      ["sqlite()", `SELECT * FROM sqlite('${file}', 't')`],
      ["merge()", "SELECT * FROM merge('system', '.*')"],
      ["filesystem()", "SELECT * FROM filesystem('/etc')"],
      ["mergeTreeIndex()", "SELECT * FROM mergeTreeIndex(tb, orders)"],
      ["view()", "SELECT * FROM view(SELECT 1)"],
      ["loop()", "SELECT * FROM loop(system.one)"],
      ["generateRandom()", "SELECT * FROM generateRandom('a Int8') LIMIT 1"],
      ["dictionary()", "SELECT * FROM dictionary('d')"],
      ["system tables", "SELECT * FROM system.tables"],
      ["system tables in quotes", "SELECT * FROM `system`.`tables`"],
      ["system tables behind IN", "SELECT 'x' IN system.tables"],
      ["system tables behind NOT IN", "SELECT id GLOBAL NOT IN (system.databases) FROM orders"],
      ["system tables by an alias behind IN", "WITH system.one AS t SELECT 0 IN t"],
      ["system tables in JOIN", "SELECT 1 FROM orders JOIN system.tables AS t ON 1 = 1"],
      ["information_schema", "SELECT * FROM information_schema.tables"],
      ["another database", "SELECT * FROM default.orders"],
      ["dictGet()", "SELECT dictGet('system.d', 'a', 1)"],
      ["joinGet()", "SELECT joinGet('system.one', 'dummy', 1)"],
      ["hasColumnInTable()", "SELECT hasColumnInTable('system', 'tables', 'name')"],
      ["getSetting()", "SELECT getSetting('max_threads')"],
      ["@@", "SELECT @@max_threads"],
      ["currentDatabase()", "SELECT currentDatabase()"],
      ["hostName()", "SELECT hostName()"],
      ["sleep()", "SELECT sleep(3)"],
      ["a function of another database", "SELECT system.file('x')"],
      ["a name with a line break", "SELECT 1 FROM `orders\n Function file`"],
      ["a parameter", "SELECT * FROM {table:Identifier}"],
      ["FORMAT Null", "SELECT 1 FORMAT Null"],
      ["a format of a file", "SELECT 1 FORMAT Template"],
      ["broken syntax", "SELECT FROM WHERE"],
      ["nothing", " "],
    ])("%s", async (_, statement) => {
      const { status, text, json } = await api.sql(statement);
      expect([400, 403], text).toContain(status);
      expect(json.error).toEqual(expect.any(String));
      expect(text).not.toContain("root:");
      expect(existsSync(outfile)).toBe(false);
      const rows = await api.rows("SELECT id FROM orders ORDER BY id");
      expect(rows).toEqual([{ id: "a" }, { id: "b" }]);
    });

    test("url(), in every place", async () => {
      for (const statement of [
        `SELECT * FROM url('${outsideUrl}', CSV, 'a Int8')`,
        `SELECT * FROM url('${outsideUrl}')`,
        `SELECT 1 IN url('${outsideUrl}', CSV, 'a Int8')`,
        `SELECT (SELECT a FROM url('${outsideUrl}', CSV, 'a Int8'))`,
        `WITH x AS (SELECT * FROM url('${outsideUrl}', CSV, 'a Int8')) SELECT * FROM x`,
        `INSERT INTO FUNCTION url('${outsideUrl}', CSV, 'a Int8') SELECT 1`,
      ]) {
        expect([400, 403]).toContain((await api.sql(statement)).status);
      }
      expect(reached).toBe(0);
    });

    test("a token that may read nothing, or not this", async () => {
      const { shop_reader: reader, shop_writer: writer } = tinybird.tokens;
      expect(await api.sql("SELECT 1", writer)).toMatchObject({ status: 403 });
      expect(await api.sql("SELECT 1", "wrong")).toMatchObject({ status: 403 });
      expect(await api.sql("SELECT id FROM orders", reader)).toMatchObject({ status: 403 });
      expect(await api.sql("SELECT id FROM all_orders", reader)).toMatchObject({ status: 200 });
    });
  });

  test("tells what is wrong with a name", async () => {
    const { status, json } = await api.sql("SELECT nothing FROM orders");
    expect(status).toBe(400);
    expect(json.error).toContain("nothing");
  });
});
