import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTarget } from "./target.ts";

type Target = Awaited<ReturnType<typeof startTarget>>;
let target: Target;
let reader: string;
let untouched: () => Promise<void>;

beforeAll(async () => {
  target = await startTarget();
  reader = await target.token("DATASOURCES:READ:companies", "PIPES:READ:one_order");
  untouched = await target.rebase();
});
afterAll(() => target?.stop());

/** What must have no effect wherever it stands: each class of statement, function and table function once or more. */
function payloads({ file, outfile, url }: Target): readonly string[] {
  const port = new URL(url).host;
  return [
    "SELECT 1; DROP TABLE secrets",
    `SELECT 1; SELECT 2 INTO OUTFILE '${outfile}'`,
    `SELECT 1 INTO OUTFILE '${outfile}'`,
    `SELECT 1 UNION ALL SELECT 2 INTO OUTFILE '${outfile}' TRUNCATE FORMAT CSV`,
    `SELECT 1) INTO OUTFILE '${outfile}' --`,
    `EXPLAIN AST SELECT 1; SELECT 2 INTO OUTFILE '${outfile}'`,
    `EXPLAIN SELECT * FROM file('${file}', LineAsString)`,
    `DESCRIBE url('${url}', CSV)`,
    `DESCRIBE TABLE file('${file}')`,
    "INSERT INTO orders (id) VALUES ('x')",
    `INSERT INTO FUNCTION file('${outfile}', CSV, 'a String') SELECT 'x'`,
    `INSERT INTO FUNCTION url('${url}', CSV, 'a String') SELECT 'x'`,
    "DROP TABLE orders",
    "TRUNCATE TABLE orders",
    "ALTER TABLE orders DELETE WHERE 1",
    "ALTER TABLE orders UPDATE note = '' WHERE 1",
    "DELETE FROM orders WHERE 1",
    "CREATE TABLE stolen ENGINE = Memory AS SELECT * FROM secrets",
    `CREATE TABLE stolen (a String) ENGINE = File(CSV, '${outfile}')`,
    "DETACH TABLE orders",
    "RENAME TABLE orders TO others",
    "OPTIMIZE TABLE profiles FINAL",
    "KILL QUERY WHERE 1",
    "KILL MUTATION WHERE 1",
    "SYSTEM SHUTDOWN",
    "SYSTEM STOP MERGES",
    "SET readonly = 0",
    "USE system",
    "SHOW TABLES",
    `BACKUP TABLE orders TO File('${outfile}')`,
    "SELECT 1 SETTINGS readonly = 0",
    `SELECT * FROM (SELECT 1 SETTINGS log_comment = 'x')`,
    `SELECT file('${file}')`,
    `SELECT \`file\`('${file}')`,
    `SELECT * FROM file('${file}', LineAsString)`,
    `SELECT * FROM file('${file}', 'LineAsString', 'a String')`,
    `SELECT 1 IN file('${file}', LineAsString)`,
    `SELECT arrayMap(x -> file('${file}'), [1])`,
    `WITH file('${file}') AS f SELECT f`,
    `SELECT * FROM url('${url}', CSV, 'a String')`,
    `SELECT * FROM url('${url}')`,
    `SELECT (SELECT a FROM url('${url}', CSV, 'a String'))`,
    `SELECT * FROM s3('${url}bucket/file', 'CSV')`,
    `SELECT * FROM gcs('${url}bucket/file', 'CSV')`,
    `SELECT * FROM hdfs('hdfs://${port}/f', 'CSV', 'a String')`,
    `SELECT * FROM remote('${port}', system.one)`,
    `SELECT * FROM remoteSecure('${port}', system.one)`,
    `SELECT * FROM cluster('default', system.one)`,
    `SELECT * FROM mysql('${port}', 'd', 't', 'u', 'p')`,
    `SELECT * FROM postgresql('${port}', 'd', 't', 'u', 'p')`,
    `SELECT * FROM mongodb('${port}', 'd', 't', 'u', 'p', 'a String')`,
    `SELECT * FROM redis('${port}', 'k', 'k String, v String')`,
    `SELECT * FROM sqlite('${file}', 't')`,
    `SELECT * FROM odbc('DSN=x', 't')`,
    `SELECT * FROM jdbc('${url}', 't')`,
    `SELECT * FROM iceberg('${url}')`,
    `SELECT * FROM deltaLake('${url}')`,
    `SELECT * FROM azureBlobStorage('${url}', 'c', 'f')`,
    `SELECT * FROM filesystem('${file}')`,
    `SELECT * FROM executable('cat ${file}', LineAsString, 'a String')`,
    "SELECT * FROM python('open')",
    "SELECT * FROM merge('tb', '.*')",
    "SELECT * FROM merge(REGEXP('.*'), '.*')",
    "SELECT * FROM mergeTreeIndex(tb, secrets)",
    "SELECT * FROM mergeTreeProjection(tb, secrets, 'p')",
    "SELECT * FROM view(SELECT * FROM secrets)",
    "SELECT * FROM viewExplain('EXPLAIN', '', (SELECT * FROM secrets))",
    "SELECT * FROM loop('tb', 'secrets') LIMIT 1",
    "SELECT * FROM dictionary('d')",
    "SELECT getSetting('additional_table_filters')",
    "SELECT joinGet('tb.secrets', 'value', 's')",
    "SELECT dictGet('tb.secrets', 'value', 's')",
    "SELECT catboostEvaluate('/m', 1)",
    "SELECT * FROM system.tables",
    "SELECT * FROM system.processes",
    "SELECT * FROM information_schema.columns",
    "SELECT * FROM secrets",
    "SELECT * FROM tb.secrets",
    "SELECT * FROM orders_quarantine",
  ];
}

describe("a statement of a token that may read one data source", () => {
  test("has no effect, and shows nothing, by q, by a body and as a template", async () => {
    for (const payload of payloads(target)) {
      for (const answer of [
        await target.api.sql(payload, reader),
        await target.api.request("/v0/sql", { method: "POST", body: payload }, reader),
        await target.api.sql(`% ${payload}`, reader),
        await target.api.sql(`SELECT * FROM (${payload}) AS x`, reader),
        await target.api.sql(`SELECT name FROM companies WHERE name IN (${payload})`, reader),
      ]) {
        expect([400, 403], `${payload}\n${answer.text}`).toContain(answer.status);
        target.expectSilent(answer.text);
      }
    }
    await untouched();
  }, 120_000);

  test("has no effect as a value: of parameters, names, filters, paths, headers and rows", async () => {
    const endings = ["", "'", "\\'", "''", "`", "')", "'} ", "{{", "*/", "\n;"];
    for (const [index, payload] of payloads(target).entries()) {
      // Not each with each: every ending meets payloads of every kind.
      for (const ending of [0, 3, 7].map((step) => endings[(index + step) % endings.length])) {
        const value = `${ending}${payload}`;
        const text = encodeURIComponent(value);
        const answers = await Promise.all([
          target.api.pipe("one_order", { id: value }, reader),
          target.api.pipe("one_order", { shown: value }, reader),
          target.api.pipe("one_order", { below: value }, reader),
          target.api.pipe("one_order", { ids: value }, reader),
          target.api.request(`/v0/pipes/${text}.json`, {}, reader),
          target.api.request(`/v0/datasources/${text}`, {}, reader),
          target.api.request(`/v0/events?name=${text}`, { method: "POST", body: "{}" }, reader),
          target.api.request("/v0/sql?q=SELECT+1", {}, value.replaceAll(/[^ -~]/g, "")),
          target.api.sql("% SELECT {{String(x)}} AS x FROM companies", reader),
        ]);
        for (const answer of answers) target.expectSilent(answer.text);
      }
    }
    await untouched();
  }, 120_000);
});

describe("a scope", () => {
  test("has no effect but that of a filter that is refused", async () => {
    for (const payload of payloads(target)) {
      for (const scope of [
        payload,
        `DATASOURCES:READ:${payload}`,
        `PIPES:READ:${payload}`,
        `DATASOURCES:READ:companies:${payload}`,
        `DATASOURCES:READ:companies:1) ${payload}`,
        `DATASOURCES:READ:companies:name IN (${payload}) AND ${payload}`,
      ]) {
        const made = await target.token(scope).catch((cause: Error) => cause.message);
        expect(made, scope).not.toMatch(/^tb_/);
        target.expectSilent(made);
      }
    }
    await untouched();
  }, 60_000);
});

describe("a pipe of the project", () => {
  test.each([
    "reads_file",
    "reads_quoted_file",
    "reads_rows_of_file",
    "reads_url",
    "reads_s3",
    "reads_remote",
  ])("does not reach outside: %s", async (name) => {
    const answer = await target.api.pipe(name);
    expect(answer.status).toBe(403);
    expect(answer.json.error).toContain("reach outside");
    target.expectSilent(answer.text);
    expect((await target.api.sql(`SELECT * FROM ${name}`)).status).toBe(403);
    await untouched();
  });

  test("reads no other table than the one it names, and no table function, by a parameter", async () => {
    for (const name of [
      "file",
      `file('${target.file}')`,
      "system.tables",
      "secrets; DROP TABLE secrets",
      "companies, secrets",
      "`secrets`",
    ]) {
      const answer = await target.api.pipe("reads_table", { name });
      expect([400, 403], answer.text).toContain(answer.status);
      target.expectSilent(answer.text);
    }
    await untouched();
  });
});

describe("rows", () => {
  test("have no effect but to be stored or quarantined", async () => {
    const writer = await target.token("DATASOURCES:APPEND:companies");
    const rows = payloads(target).flatMap((payload) => [
      { company_id: 3, name: payload },
      { company_id: payload, name: payload },
      { [payload]: payload, company_id: 3, name: `'); ${payload}` },
      { "$.name": payload, "company_id'); --": 1 },
    ]);
    const body = rows.map((row) => JSON.stringify(row)).join("\n");
    const after = await target.rebase();
    const { status, json } = await target.api.append("companies", body, writer);
    expect(status).toBe(200);
    expect(json.successful_rows + json.quarantined_rows).toBe(rows.length);
    await after();
    const [stored] = await target.api.rows(
      "SELECT count() AS n, countIf(name = 'DROP TABLE orders') AS text FROM companies WHERE company_id = 3",
    );
    expect(stored).toEqual({ n: payloads(target).length * 2, text: 1 });
    expect((await target.api.sql("SELECT * FROM companies", writer)).status).toBe(403);
  });
});
