import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { client } from "../../test/client.ts";
import { vault } from "../../test/vault.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

let tinybird: Tinybird;
let api: ReturnType<typeof client>;
let reader: string;

beforeAll(async () => {
  tinybird = await startTinybird({ project: vault });
  api = client(tinybird);
  reader = tinybird.tokens.small_reader ?? "";
  await api.append("orders", '{"id":"a","amount":1}\n{"id":"b \\"x\\"","amount":2}');
  await api.append("orders", '{"id":"z","amount":9007199254740993}');
  await api.append("secrets", '{"id":"hidden","amount":3}');
});
afterAll(() => tinybird?.stop());

const get = (path: string, parameters: Record<string, string> = {}, token?: string) =>
  api.request(`/v0/pipes/${path}?${new URLSearchParams(parameters)}`, {}, token);

describe("/v0/pipes/NAME.FORMAT", () => {
  test("answers in CSV, with and without names, and in NDJSON", async () => {
    const rows = '"a",1,inf\n"b ""x""",2,inf\n';
    expect((await get("small.csv")).text).toBe(rows);
    expect((await get("small.csvwithnames")).text).toBe(`"id","amount","ratio"\n${rows}`);
    expect((await get("small.ndjson")).text).toBe(
      '{"id":"a","amount":1,"ratio":null}\n{"id":"b \\"x\\"","amount":2,"ratio":null}\n',
    );
  });

  test.each([
    ["csv", "text/csv; charset=utf-8"],
    ["csvwithnames", "text/csv; charset=utf-8"],
    ["ndjson", "application/x-ndjson; charset=utf-8"],
    ["json", "application/json; charset=utf-8"],
  ])("names the type of a .%s", async (ending, type) => {
    const headers = { authorization: `Bearer ${reader}` };
    const answer = await fetch(`${tinybird.url}/v0/pipes/small.${ending}`, { headers });
    expect(answer.headers.get("content-type")).toBe(type);
    await answer.text();
  });

  test("quotes 64-bit integers and writes what is no number, if it is asked to", async () => {
    const below = "9007199254740994";
    const quoted = await get("small.json", {
      below,
      output_format_json_quote_64bit_integers: "1",
      output_format_json_quote_denormals: "true",
    });
    expect(quoted.json.data.at(-1)).toEqual({ id: "z", amount: "9007199254740993", ratio: "inf" });
    const plain = await get("small.json", { below, output_format_json_quote_64bit_integers: "0" });
    expect(plain.text).toContain('"amount": 9007199254740993');
    const wrong = await get("small.json", { output_format_json_quote_denormals: "perhaps" });
    expect(wrong.status).toBe(400);
    expect(wrong.json.error).toContain("must be 0 or 1");
  });

  test("ignores the parameters that Tinybird keeps for itself, and those that nobody reads", async () => {
    const { status, json } = await get("small.json", {
      __tb__semver: "1.0.0",
      debug: "query",
      explain: "false",
      cli_version: "1",
      tag: "x",
    });
    expect({ status, rows: json.rows }).toEqual({ status: 200, rows: 2 });
  });

  describe("with q", () => {
    test("runs it over the rows of the endpoint, by _ and by the pipe's name", async () => {
      for (const name of ["_", "small"]) {
        const q = `SELECT count() AS n, sum(amount) AS s FROM ${name} WHERE id IN (SELECT id FROM ${name})`;
        expect((await get("small.json", { q }, reader)).json.data).toEqual([{ n: 2, s: 3 }]);
      }
    });

    test("passes the parameters on, and takes a template", async () => {
      const q = "% SELECT count() AS n FROM _ WHERE amount > {{ Int64(above, 0) }}";
      expect((await get("small.json", { q, below: "2" }, reader)).json.data).toEqual([{ n: 1 }]);
      expect((await get("small.json", { q, above: "1" }, reader)).json.data).toEqual([{ n: 1 }]);
    });

    test("answers in the path's format, unless the statement has one", async () => {
      const q = "SELECT id FROM _ ORDER BY id DESC LIMIT 1";
      expect((await get("small.csv", { q })).text).toBe('"b ""x"""\n');
      expect((await get("small.csv", { q: `${q} FORMAT JSONEachRow` })).text).toBe(
        '{"id":"b \\"x\\""}\n',
      );
      expect(await get("small.csv", { q: `${q} FORMAT Parquet` })).toMatchObject({ status: 400 });
    });

    test("takes it as a form, as JSON and as the body", async () => {
      const q = "SELECT count() AS n FROM _";
      const post = (body: string | URLSearchParams, type?: string) =>
        api.request("/v0/pipes/small.json", {
          method: "POST",
          body,
          headers: type === undefined ? {} : { "content-type": type },
        });
      const answers = [
        await post(new URLSearchParams({ q, below: "2" })),
        await post(JSON.stringify({ q, below: 2 }), "application/json"),
      ];
      for (const { json } of answers) expect(json.data).toEqual([{ n: 1 }]);
      for (const type of ["application/x-www-form-urlencoded", "text/plain"]) {
        expect((await post(q, type)).json.data).toEqual([{ n: 2 }]);
      }
    });

    test.each([
      ["another data source", "SELECT * FROM secrets"],
      ["its own data source, past the endpoint", "SELECT * FROM orders"],
      ["another pipe", "SELECT * FROM all_secrets"],
      ["another in a subquery", "SELECT * FROM _ WHERE id IN (SELECT id FROM secrets)"],
      ["another to the right of IN", "SELECT * FROM _ WHERE id IN secrets"],
      ["another in a join", "SELECT * FROM _ JOIN secrets USING (id)"],
      [
        "another through a name of its own",
        "WITH secrets AS (SELECT * FROM secrets) SELECT * FROM secrets",
      ],
      ["a quarantine", "SELECT * FROM secrets_quarantine"],
      ["another with its database", "SELECT * FROM tb.secrets"],
      ["the system", "SELECT * FROM system.tables"],
      ["a file", "SELECT * FROM file('/etc/passwd', 'LineAsString')"],
    ])("does not let a token for the pipe read %s", async (_, q) => {
      const { status, text } = await get("small.json", { q }, reader);
      expect(status).toBe(403);
      expect(text).not.toContain("hidden");
    });

    test("takes names of its own", async () => {
      const q = "WITH mine AS (SELECT id FROM _) SELECT count() AS n FROM mine";
      expect((await get("small.json", { q }, reader)).json.data).toEqual([{ n: 2 }]);
    });

    test.each([
      ["two statements", "SELECT 1; SELECT 2"],
      ["no SELECT", "DROP TABLE orders"],
      ["a file to write to", "SELECT 1 INTO OUTFILE '/tmp/x'"],
      ["nothing", ""],
    ])("refuses %s", async (_, q) => {
      expect(await get("small.json", { q }, reader)).toMatchObject({ status: 400 });
    });

    test("refuses more than one", async () => {
      const { status } = await api.request("/v0/pipes/small.json?q=SELECT+1&q=SELECT+2");
      expect(status).toBe(400);
    });
  });
});

describe("GET /v0/pipes", () => {
  test("describes nodes, endpoint and parameters", async () => {
    const { json } = await get("small", {}, reader);
    expect(json).toMatchObject({
      name: "small",
      type: "endpoint",
      endpoint: "end",
      nodes: [
        {
          name: "chosen",
          dependencies: ["orders"],
          params: [
            {
              name: "below",
              type: "Int64",
              default: 10,
              required: false,
              description: "Not this one",
            },
          ],
        },
        { name: "end", description: "What is left", dependencies: ["chosen"], params: [] },
      ],
    });
  });

  test("lists what the token may read", async () => {
    const names = async (token?: string) =>
      (await get("", {}, token)).json.pipes.map(({ name }: { name: string }) => name).sort();
    expect(await names()).toEqual(expect.arrayContaining(["all_secrets", "small", "sum_visits"]));
    expect(await names(reader)).toEqual(["small"]);
  });

  test("describes the endpoints that the token may read as OpenAPI", async () => {
    const { json } = await get("openapi.json", {}, reader);
    expect(json).toMatchObject({ openapi: "3.0.3", servers: [{ url: tinybird.url }] });
    expect(Object.keys(json.paths)).toEqual(["/v0/pipes/small.json"]);
    expect(json.paths["/v0/pipes/small.json"].get.parameters).toEqual([
      {
        name: "below",
        in: "query",
        required: false,
        description: "Not this one",
        schema: { type: "integer", default: 10 },
      },
    ]);
    const all = Object.keys((await get("openapi.json")).json.paths).sort();
    expect(all).toEqual(["/v0/pipes/all_secrets.json", "/v0/pipes/small.json"]);
  });

  test("refuses a pipe that is not there, and one that the token may not read", async () => {
    expect(await get("nowhere")).toMatchObject({ status: 404 });
    expect(await get("all_secrets", {}, reader)).toMatchObject({ status: 403 });
  });
});

describe("/v0/sql", () => {
  const post = (body: string | URLSearchParams, type?: string, query = "") =>
    api.request(`/v0/sql${query}`, {
      method: "POST",
      body,
      headers: type === undefined ? {} : { "content-type": type },
    });
  const statement = "% SELECT count() AS n FROM orders WHERE id IN {{ Array(ids, 'String', 'a') }}";

  test.each([
    ["a form", new URLSearchParams({ q: statement, ids: "a,z" }), undefined, ""],
    ["JSON", JSON.stringify({ q: statement, ids: ["a", "z"] }), "application/json", ""],
    ["a text, its parameters in the query string", statement, "text/plain", "?ids=a&ids=z"],
    ["what curl calls a form", statement, "application/x-www-form-urlencoded", "?ids=a,z"],
  ])("takes a template with its parameters as %s", async (_, body, type, query) => {
    const { status, json } = await post(body, type, query);
    expect({ status, data: json.data }).toEqual({ status: 200, data: [{ n: 2 }] });
  });

  test("lets the body win over the query string", async () => {
    const query = `?${new URLSearchParams({ q: "SELECT 1 AS n" })}`;
    expect((await post("SELECT 2 AS n", "text/plain", query)).json.data).toEqual([{ n: 2 }]);
    expect((await post("", "text/plain", query)).json.data).toEqual([{ n: 1 }]);
  });

  test("passes parameters on to the pipes that it reads, and lets _ stand for one", async () => {
    const q = "SELECT count() AS n FROM small";
    expect((await post(new URLSearchParams({ q, below: "2" }))).json.data).toEqual([{ n: 1 }]);
    const form = { q: "SELECT count() AS n FROM _", pipeline: "small" };
    expect((await post(new URLSearchParams(form))).json.data).toEqual([{ n: 2 }]);
    const nowhere = await post(new URLSearchParams({ ...form, pipeline: "nowhere" }));
    expect(nowhere).toMatchObject({ status: 404 });
  });

  test.each(["json", "TabSeparated", "TabSeparatedWithNames", "jsoneachrow", "CSVWithNames"])(
    "answers in FORMAT %s",
    async (format) => {
      expect(await api.sql(`SELECT 1 AS one FORMAT ${format}`)).toMatchObject({ status: 200 });
    },
  );

  test.each(["Parquet", "Prometheus", "Native", "RowBinary"])(
    "refuses FORMAT %s, and says which it has",
    async (format) => {
      const { status, json } = await api.sql(`SELECT 1 AS one FORMAT ${format}`);
      expect(status).toBe(400);
      expect(json.error).toContain("JSONEachRow");
    },
  );

  test("refuses a format beside the statement's, and JSON that is none", async () => {
    expect(await post(new URLSearchParams({ q: "SELECT 1", format: "CSV" }))).toMatchObject({
      status: 400,
    });
    expect(await post('{"q":', "application/json")).toMatchObject({ status: 400 });
    expect(await post('["SELECT 1"]', "application/json")).toMatchObject({ status: 400 });
  });
});
