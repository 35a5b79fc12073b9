import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { client } from "../../test/client.ts";
import { vault } from "../../test/vault.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

let tinybird: Tinybird;
let api: ReturnType<typeof client>;

beforeAll(async () => {
  tinybird = await startTinybird({ project: vault, bodyLimit: 200_000 });
  api = client(tinybird);
});
afterAll(() => tinybird?.stop());
beforeEach(async () => {
  for (const name of [
    "stock",
    "stock_quarantine",
    "visits",
    "visits_quarantine",
    "visits_by_page",
  ]) {
    await api.request(`/v0/datasources/${name}/truncate`, { method: "POST" });
  }
});

type Parameters = Record<string, string>;

const path = (name: string, parameters: Parameters = {}) =>
  `/v0/datasources?${new URLSearchParams({ name, mode: "append", ...parameters })}`;

/** Sends a body as it stands. */
const send = (
  name: string,
  body: string | Uint8Array<ArrayBuffer>,
  parameters: Parameters = {},
  token?: string,
) =>
  api.request(
    path(name, parameters),
    { method: "POST", body, headers: { "content-type": "text/csv" } },
    token,
  );

/** Sends a file as the field of a form. */
const upload = (
  name: string,
  file: string | Uint8Array<ArrayBuffer>,
  parameters: Parameters = {},
  field = "csv",
) => {
  const form = new FormData();
  form.append(field, new Blob([file]), "rows");
  return api.request(path(name, parameters), { method: "POST", body: form });
};

const stock = () => api.rows("SELECT * FROM stock ORDER BY sku, quantity");
const skus = async () => (await stock()).map(({ sku }) => sku);
const quarantine = async () =>
  await api.rows(
    "SELECT c__error_column, c__error, c__import_id, sku FROM stock_quarantine ORDER BY c__error",
  );

const row = { price: 0, tags: [], note: null, seen: "2020-01-01 00:00:00" };

describe("POST /v0/datasources", () => {
  test("takes CSV by the order of the columns, completes it and says so", async () => {
    const { status, json } = await send(
      "stock",
      'a,1,2.50,"[""x"",""y""]",,2024-01-02 03:04:05\nb,2,,,n,\n',
    );
    expect({ status, json }).toEqual({
      status: 200,
      json: {
        id: json.import_id,
        import_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        datasource: { id: "stock", name: "stock" },
        successful_rows: 2,
        quarantined_rows: 0,
        quarantine_rows: 0,
        invalid_lines: 0,
      },
    });
    expect(await stock()).toEqual([
      {
        sku: "a",
        quantity: 1,
        price: 2.5,
        tags: ["x", "y"],
        note: null,
        seen: "2024-01-02 03:04:05",
      },
      { ...row, sku: "b", quantity: 2, note: "n" },
    ]);
  });

  test("takes CSV by its header, whatever the order, and leaves out columns", async () => {
    await send("stock", "quantity,sku\n7,a\n");
    expect(await stock()).toEqual([{ ...row, sku: "a", quantity: 7 }]);
  });

  test.each([
    ["a byte order mark", "\ufeffsku,quantity\na,1\n"],
    ["CRLF", "sku,quantity\r\na,1\r\n"],
    ["quotes", '"sku","quantity"\n"a","1"\n'],
    ["no line break at its end", "sku,quantity\na,1"],
    ["empty lines", "\nsku,quantity\n\na,1\n\n"],
    ["a form", "sku,quantity\na,1\n"],
  ])("reads CSV with %s", async (what, body) => {
    const { json } = what === "a form" ? await upload("stock", body) : await send("stock", body);
    expect(json).toMatchObject({ successful_rows: 1, quarantined_rows: 0 });
    expect(await stock()).toEqual([{ ...row, sku: "a", quantity: 1 }]);
  });

  test("reads CSV in a dialect", async () => {
    await send("stock", 'sku;quantity;note\ra;1;"say \\"x\\"; y"\r', {
      dialect_delimiter: ";",
      dialect_new_line: "\\r",
      dialect_escapechar: "\\",
    });
    await send("stock", "b\t2\t\t\t\t\n", { dialect_delimiter: "\\t" });
    expect(await stock()).toMatchObject([
      { sku: "a", note: 'say "x"; y' },
      { sku: "b", quantity: 2 },
    ]);
  });

  test("keeps line breaks, quotes and delimiters within quotes", async () => {
    await send("stock", 'sku,quantity,note\n"a\r\nb",1,"x, ""y"""\n');
    expect(await stock()).toMatchObject([{ sku: "a\r\nb", note: 'x, "y"' }]);
  });

  test("takes files that gzip has packed, in a form and as the body", async () => {
    const file = new Uint8Array(gzipSync("a,1,,,,\n"));
    expect((await upload("stock", file)).json).toMatchObject({ successful_rows: 1 });
    expect((await send("stock", file)).json).toMatchObject({ successful_rows: 1 });
    expect(await skus()).toEqual(["a", "a"]);
  });

  test("takes NDJSON by JSON paths, and by the names of the columns where there are none", async () => {
    await upload("visits", '{"at":{"page":"/"},"count":3}\n', { format: "ndjson" });
    expect(await api.rows("SELECT * FROM visits")).toEqual([{ page: "/", count: 3 }]);
    expect(await api.rows("SELECT * FROM visits_by_page")).toEqual([{ page: "/", count: 3 }]);
    await upload("stock", '{"sku":"a","quantity":1,"else":2}\n', {}, "ndjson");
    expect(await stock()).toEqual([{ ...row, sku: "a", quantity: 1 }]);
  });

  test("takes CSV into a data source with JSON paths by its columns", async () => {
    await send("visits", "count,page\n3,/a\n");
    expect(await api.rows("SELECT * FROM visits_by_page")).toEqual([{ page: "/a", count: 3 }]);
  });

  test("quarantines rows that do not fit, and records with another number of fields; the others go in", async () => {
    const { json } = await send(
      "stock",
      "sku,quantity\na,1\nb,many\nc\nd,4,5\ne,99999999999\nf,6\n",
    );
    expect(json).toMatchObject({ successful_rows: 2, quarantined_rows: 4, quarantine_rows: 4 });
    expect(await skus()).toEqual(["a", "f"]);
    const c__import_id = json.import_id;
    expect(await quarantine()).toEqual([
      {
        c__error_column: [],
        c__error: ["line 4 must have 2 fields: current value is 1"],
        c__import_id,
        sku: "c",
      },
      {
        c__error_column: [],
        c__error: ["line 5 must have 2 fields: current value is 3"],
        c__import_id,
        sku: "d",
      },
      {
        c__error_column: ["quantity"],
        c__error: ["value '99999999999' on column 'quantity' is not Int32"],
        c__import_id,
        sku: "e",
      },
      {
        c__error_column: ["quantity"],
        c__error: ["value 'many' on column 'quantity' is not Int32"],
        c__import_id,
        sku: "b",
      },
    ]);
  });

  test("takes a file with a header alone as one without rows", async () => {
    expect((await send("stock", "sku,quantity\n")).json).toMatchObject({ successful_rows: 0 });
  });

  test("takes a token that may append, and no other", async () => {
    const { stock_writer: writer = "", small_reader: reader = "" } = tinybird.tokens;
    expect(await send("stock", "a,1,,,,\n", {}, writer)).toMatchObject({ status: 200 });
    expect(await send("stock", "b,1,,,,\n", {}, reader)).toMatchObject({ status: 403 });
    expect(await send("visits", "b,1\n", {}, writer)).toMatchObject({ status: 403 });
    expect(await send("stock", "b,1,,,,\n", { mode: "replace" }, writer)).toMatchObject({
      status: 403,
    });
    expect(await skus()).toEqual(["a"]);
  });

  describe("refuses, and keeps nothing of", () => {
    const whole = "a,1,,,,\n";
    test.each<[string, number, string, string | Uint8Array<ArrayBuffer>, Parameters]>([
      ["a quote that is never closed", 400, "every quote must be closed", `${whole}"b,2,,,,\n`, {}],
      [
        "an unknown column in the header",
        400,
        'columns of "stock" only: field 3',
        `sku,quantity,size\n${whole}`,
        {},
      ],
      ["a column twice in the header", 400, "each column once", `sku,sku\n${whole}`, {}],
      ["an empty file", 400, "empty file", "", {}],
      ["a byte order mark alone", 400, "empty file", "\ufeff", {}],
      ["text that is not UTF-8", 400, "UTF-8", new Uint8Array([0x61, 0xff, 0x2c, 0x31]), {}],
      [
        "gzip that is cut off",
        400,
        "gzip must be whole",
        new Uint8Array(gzipSync(whole).subarray(0, -6)),
        {},
      ],
      [
        "gzip that unpacks to too much",
        413,
        "200000",
        new Uint8Array(gzipSync("a".repeat(1_000_000))),
        {},
      ],
      ["a body that is too large", 413, "200000", "a".repeat(200_001), {}],
      ["another format", 400, "csv or ndjson", whole, { format: "parquet" }],
      ["another mode", 400, "append or replace", whole, { mode: "upsert" }],
      ["mode=create", 400, "datafile", whole, { mode: "create" }],
      ["a url", 400, "URL", whole, { url: "https://example.com/rows.csv?key=hush" }],
      ["an unknown data source", 404, '"nowhere" does not exist', whole, { name: "nowhere" }],
      ["no name", 400, "name must be given", whole, { name: "" }],
      [
        "a delimiter of two characters",
        400,
        "dialect_delimiter",
        whole,
        { dialect_delimiter: ";;" },
      ],
      ["a quote as delimiter", 400, "dialect_delimiter", whole, { dialect_delimiter: '"' }],
      ["a word as line break", 400, "dialect_new_line", whole, { dialect_new_line: "end" }],
      [
        "a delimiter that escapes",
        400,
        "must differ",
        whole,
        { dialect_delimiter: ";", dialect_escapechar: ";" },
      ],
      ["NDJSON without any row", 400, "line 1 is none", "a,1\n", { format: "ndjson" }],
    ])("%s", async (_, status, message, body, parameters) => {
      const answer = await send("stock", body, parameters);
      expect(answer.status).toBe(status);
      expect(answer.json.error).toContain(message);
      expect(answer.text).not.toContain("hush");
      expect(await stock()).toEqual([]);
      expect(await quarantine()).toEqual([]);
    });

    test("no mode, which stands for create", async () => {
      const { status } = await api.request("/v0/datasources?name=stock", {
        method: "POST",
        body: whole,
      });
      expect(status).toBe(400);
      expect(await stock()).toEqual([]);
    });

    test("a form with a url", async () => {
      const body = new URLSearchParams({ url: "https://example.com/rows.csv" });
      const { status, json } = await api.request(path("stock"), { method: "POST", body });
      expect(status).toBe(400);
      expect(json.error).toContain("URL");
    });

    test.each<[string, (form: FormData) => void]>([
      ["without a file", (form) => form.append("else", "a")],
      [
        "with two files",
        (form) => ["csv", "ndjson"].map((name) => form.append(name, new Blob([whole]))),
      ],
      [
        "with a file and a url",
        (form) => {
          form.append("csv", new Blob([whole]));
          form.append("url", "https://example.com/rows.csv");
        },
      ],
    ])("a multipart form %s", async (_, fill) => {
      const body = new FormData();
      fill(body);
      expect(await api.request(path("stock"), { method: "POST", body })).toMatchObject({
        status: 400,
      });
      expect(await stock()).toEqual([]);
    });

    test.each([
      [
        "of which the end is missing",
        '--x\r\nContent-Disposition: form-data; name="csv"; filename="a"\r\n\r\na,1,,,,\n',
      ],
      [
        "with another boundary",
        '--y\r\nContent-Disposition: form-data; name="csv"\r\n\r\na,1,,,,\n\r\n--y--\r\n',
      ],
      ["without names", "--x\r\nContent-Type: text/csv\r\n\r\na,1,,,,\n\r\n--x--\r\n"],
      ["that is empty", ""],
    ])("a multipart form %s", async (_, body) => {
      const headers = { "content-type": "multipart/form-data; boundary=x" };
      const { status, json } = await api.request(path("stock"), { method: "POST", body, headers });
      expect(status).toBe(400);
      expect(json.error).toContain("multipart form");
      expect(await stock()).toEqual([]);
    });
  });
});

describe("POST /v0/datasources with mode=replace", () => {
  test("takes away what was there, quarantine aside", async () => {
    await send("stock", "a,1,,,,\nb,none,,,,\n");
    const { json } = await send("stock", "c,3,,,,\nd,none,,,,\n", { mode: "replace" });
    expect(json).toMatchObject({ successful_rows: 1, quarantined_rows: 1 });
    expect(await skus()).toEqual(["c"]);
    expect((await quarantine()).map(({ sku }) => sku)).toEqual(["b", "d"]);
  });

  test("makes anew what materialized views made of it", async () => {
    await send("visits", "/,1\n/a,5\n");
    await send("visits", "/,2\n", { mode: "replace" });
    await send("visits", "/,2\n", { mode: "replace" });
    await send("visits", "/,1\n");
    expect(
      await api.rows("SELECT page, sum(count) AS count FROM visits_by_page GROUP BY page"),
    ).toEqual([{ page: "/", count: 3 }]);
  });

  test("takes only the rows of a condition away, and only such rows in", async () => {
    await send("stock", "a,1,,,,\nb,2,,,,\nc,3,,,,\n");
    const parameters = { mode: "replace", replace_condition: "quantity >= 2" };
    const { json } = await send("stock", "x,1,,,,\ny,2,,,,\n", parameters);
    expect(json).toMatchObject({ successful_rows: 1 });
    expect(await skus()).toEqual(["a", "y"]);
  });

  test.each([
    ["no SQL", "quantity >", 400],
    ["what is another value later", "seen < now()", 400],
    ["a column that is not there", "size = 1", 400],
    ["the system", "sku IN (SELECT name FROM system.tables)", 403],
  ])(
    "refuses a condition with %s, and leaves what is there",
    async (_, replace_condition, status) => {
      await send("stock", "a,1,,,,\n");
      const answer = await send("stock", "b,2,,,,\n", { mode: "replace", replace_condition });
      expect(answer.status).toBe(status);
      expect(await skus()).toEqual(["a"]);
    },
  );

  test("refuses a condition on a data source that a materialized view reads", async () => {
    await send("visits", "/,1\n");
    const parameters = { mode: "replace", replace_condition: "count = 1" };
    expect(await send("visits", "/,2\n", parameters)).toMatchObject({ status: 400 });
    expect(await api.rows("SELECT * FROM visits_by_page")).toEqual([{ page: "/", count: 1 }]);
  });

  test("refuses a data source that keeps no rows", async () => {
    const { status, json } = await send("nothing", "a\n", { mode: "replace" });
    expect(status).toBe(400);
    expect(json.error).toContain("MergeTree");
    expect(await send("nothing", "a\n")).toMatchObject({ status: 200 });
  });

  test("leaves what is there when the file cannot be read", async () => {
    await send("stock", "a,1,,,,\n");
    expect(await send("stock", '"b', { mode: "replace" })).toMatchObject({ status: 400 });
    expect(await skus()).toEqual(["a"]);
  });
});
