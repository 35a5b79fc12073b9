import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTinybird } from "../../src/index.ts";
import { client } from "../client.ts";
import { temporaryProject } from "../temporary-directory.ts";
import { startTarget } from "./target.ts";

type Target = Awaited<ReturnType<typeof startTarget>>;
let target: Target;
/** May append to one data source, and nothing else. */
let appender: string;
let untouched: () => Promise<void>;

beforeAll(async () => {
  target = await startTarget();
  appender = await target.token("DATASOURCES:APPEND:inbox");
  untouched = await target.rebase();
});
afterAll(() => target?.stop());

const hostile = [
  "'; DROP TABLE orders; --",
  "\\'; INSERT INTO orders SELECT * FROM secrets; --",
  "' || (SELECT value FROM secrets) || '",
  "{{ tb_secret('x') }}",
  "{x:String}",
  "=cmd|' /C calc'!A0",
  "`); SELECT file('/etc/passwd'); --",
  "\u0000\u202e\\N\\t\\",
  "NULL",
  "\\N",
];

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

async function upload(body: string, parameters: Record<string, string> = {}, token = appender) {
  const query = new URLSearchParams({
    name: "inbox",
    mode: "append",
    format: "csv",
    ...parameters,
  });
  return target.api.request(`/v0/datasources?${query}`, { method: "POST", body }, token);
}

const notes = () => target.api.rows("SELECT id, note FROM inbox ORDER BY id");

describe("files", () => {
  test("have fields that stay values, byte for byte", async () => {
    const texts = hostile.filter((text) => text !== "\\N");
    const lines = texts.map((text, index) => `c${index},${quoted(text)}`);
    const { status, text } = await upload(`id,note\n${lines.join("\n")}\n`);
    expect({ status, text }).toMatchObject({ status: 200 });
    expect(JSON.parse(text)).toMatchObject({ successful_rows: texts.length, quarantined_rows: 0 });
    expect(await notes()).toEqual(texts.map((note, index) => ({ id: `c${index}`, note })));
    await target.api.request("/v0/datasources/inbox/truncate", { method: "POST" });
    await untouched();
  });

  test.each(hostile)("have headers that are names of columns or nothing: %j", async (name) => {
    const { status, text } = await upload(`id,note,${quoted(name)}\na,b,c\n`);
    target.expectSilent(text);
    if (status === 200) expect(JSON.parse(text)).toMatchObject({ successful_rows: 0 });
    else expect(status).toBe(400);
    await untouched();
  });

  test.each([
    { mode: "replace" },
    { mode: "replace", replace_condition: "1" },
    { name: "orders" },
    { name: "inbox_quarantine" },
    { name: "orders; DROP TABLE orders" },
    { name: "../../etc/passwd" },
    { url: "http://127.0.0.1:1/" },
    { url: "file:///etc/passwd" },
    { dialect_delimiter: "'; DROP TABLE orders; --" },
    { dialect_new_line: "\u0000" },
    { dialect_escapechar: "\\'" },
    { format: "parquet" },
    { format: "LineAsString" },
  ])("and parameters that open nothing else: %j", async (parameters: Record<string, string>) => {
    const { status, text } = await upload("id,note\n", parameters);
    target.expectSilent(text);
    expect([400, 403, 404]).toContain(status);
    await untouched();
  });

  test("whatever their fields are, change nothing but their data source", {
    timeout: 60_000,
  }, async () => {
    const field = fc.oneof(
      fc.constantFrom(...hostile),
      fc.string({ unit: "binary", maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, field), { maxLength: 8 }), async (rows) => {
        const body = rows.map((row) => row.map(quoted).join(",")).join("\n");
        const { status, text } = await upload(body);
        target.expectSilent(text);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 40 },
    );
    await target.api.request("/v0/datasources/inbox/truncate", { method: "POST" });
    await untouched();
  });
});

describe("JSON paths of a datafile", () => {
  test.each([
    "$.a'; DROP TABLE inbox; --",
    "$.a') FROM secrets --",
    "$.a`",
    "$.{x:String}",
    "$..a",
    "$.a[*]",
    "$[0]",
  ])("find a value or are refused: %s", async (path) => {
    const project = await temporaryProject({
      "inbox.datasource": `SCHEMA >\n  \`id\` String \`json:$.id\`,\n  \`note\` String \`json:${path}\` DEFAULT ''\n\nENGINE MergeTree\nENGINE_SORTING_KEY id\n`,
      "secrets.datasource": "SCHEMA >\n  `value` String `json:$.value`\n",
    });
    const server = await startTinybird({ project, logLevel: "error" }).catch((error: unknown) => {
      expect(error).toMatchObject({ name: "StartError", code: "datafile_invalid" });
      return undefined;
    });
    if (server === undefined) return;
    try {
      const api = client(server);
      const row = JSON.stringify({ id: "a", [path.slice(2)]: "found" });
      expect((await api.append("inbox", row)).status).toBe(200);
      const [stored] = await api.rows("SELECT id, note FROM inbox");
      expect(["found", ""]).toContain(stored.note);
      expect(await api.rows("SELECT count() AS n FROM secrets")).toEqual([{ n: 0 }]);
    } finally {
      await server.stop();
    }
  });
});
