import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

let tinybird: Tinybird;
let api: ReturnType<typeof client>;
let count = 0;
let id: string;

beforeAll(async () => {
  tinybird = await startTinybird({ project: shop, bodyLimit: 20_000 });
  api = client(tinybird);
});
afterAll(() => tinybird?.stop());
beforeEach(() => {
  count += 1;
  id = `order-${count}`;
});

const stored = (columns = "*") => api.rows(`SELECT ${columns} FROM orders WHERE id = '${id}'`);
const quarantined = () =>
  api.rows(`SELECT * FROM orders_quarantine WHERE id = '${id}' ORDER BY c__error`);

describe("POST /v0/events", () => {
  test("answers 200 with wait=true, the row being there, and 202 without", async () => {
    const row = JSON.stringify({ id });
    const waited = await api.request("/v0/events?name=orders&wait=true", {
      method: "POST",
      body: row,
    });
    const accepted = await api.request("/v0/events?name=orders", { method: "POST", body: row });
    expect(waited).toMatchObject({ status: 200 });
    expect(accepted).toMatchObject({ status: 202 });
    expect(waited.json).toEqual({ successful_rows: 1, quarantined_rows: 0 });
    await expect.poll(() => stored("id")).toHaveLength(2);
  });

  test("takes values from their JSON paths and defaults for those that are absent", async () => {
    const body = `{"id":"${id}", "customer": {"name": "Zoë", "age": 7}, "tags": ["a", "b,c"], "unknown": 1}`;
    await api.append("orders", body);
    const [row] = await stored();
    expect(row).toMatchObject({
      customer: "Zoë",
      amount: 0,
      quantity: 1,
      tags: ["a", "b,c"],
      note: null,
      label: `${id}/0`,
      payload: body,
    });
    expect(Math.abs(Date.parse(`${row.placed_at}Z`) - Date.now())).toBeLessThan(60_000);
  });

  test("gives null the default of the column, and a nullable column null", async () => {
    await api.append("orders", `{"id":"${id}","customer":{"name":null},"note":null,"amount":null}`);
    expect(await stored("customer, note, amount")).toEqual([
      { customer: "nobody", note: null, amount: 0 },
    ]);
  });

  test("keeps every digit of 64-bit integers", async () => {
    for (const amount of ["9223372036854775807", "-9223372036854775808", "9007199254740993"]) {
      await api.append("orders", `{"id":"${id}","amount":${amount},"note":"${amount}"}`);
    }
    const rows = await stored("toString(amount) AS amount, note");
    expect(rows).toHaveLength(3);
    for (const { amount, note } of rows) expect(amount).toBe(note);
  });

  test.each([
    ["a single quote", "it's"],
    ["a double quote", 'say "hi"'],
    ["backslashes", "a\\b\\\\n"],
    ["a percent sign", "100% %d"],
    ["a comma", "a,b"],
    ["an emoji", "🚨 down"],
    ["a line break", "one\ntwo\r\nthree"],
    ["a tab and a NUL", "a\tb\u0000c"],
    ["a backtick and braces", "`{{x}}` {a:String}"],
    ["text that looks like null", "null"],
  ])("keeps an id with %s as it is", async (_, hostile) => {
    const note = `hostile ${count}`;
    await api.append("orders", JSON.stringify({ id: hostile, note }));
    const [row] = await api.rows(`SELECT id, label FROM orders WHERE note = '${note}'`);
    expect(row).toEqual({ id: hostile, label: `${hostile}/0` });
    const { json } = await api.pipe("orders_of", { order_id: hostile });
    expect(json.data.map((each: { id: string }) => each.id)).toContain(hostile);
  });

  test("stores a row that was sent twice twice, behind materialized views too", async () => {
    const customer = `customer of ${id}`;
    const placed_at = "2024-01-01 00:00:00.000";
    const body = JSON.stringify({ id, placed_at, amount: 5, customer: { name: customer } });
    await api.append("orders", body);
    await api.append("orders", body);
    expect(await stored("id")).toHaveLength(2);
    const { json } = await api.pipe("sales_total");
    expect(json.data).toContainEqual({ customer, total: 10, orders: 2, one: 1 });
  });

  test("quarantines a row that was sent twice twice", async () => {
    await api.append("orders", `{"id":"${id}","amount":"x"}`);
    await api.append("orders", `{"id":"${id}","amount":"x"}`);
    expect(await quarantined()).toHaveLength(2);
  });

  test("takes NDJSON under any Content-Type, with blank lines and CRLF", async () => {
    const body = `{"id":"${id}"}\r\n\r\n{"id":"${id}"}\n`;
    const headers = { "content-type": "application/json" };
    const path = "/v0/events?name=orders&wait=true";
    const answer = await api.request(path, { method: "POST", body, headers });
    expect(answer.json).toEqual({ successful_rows: 2, quarantined_rows: 0 });
  });

  test("takes one JSON object that is laid out over lines", async () => {
    const body = JSON.stringify({ id, customer: { name: "Ann" } }, null, 2);
    expect((await api.append("orders", body)).json).toMatchObject({ successful_rows: 1 });
    expect(await stored("customer")).toEqual([{ customer: "Ann" }]);
  });

  test("unpacks gzip", async () => {
    const answer = await api.request("/v0/events?name=orders&wait=true", {
      method: "POST",
      body: gzipSync(`{"id":"${id}"}`),
      headers: { "content-encoding": "gzip" },
    });
    expect(answer.json).toEqual({ successful_rows: 1, quarantined_rows: 0 });
  });

  test("feeds the materialized views behind the data source", async () => {
    const customer = `customer of ${id}`;
    const rows = [2, 40].map((amount) =>
      JSON.stringify({ id, amount, customer: { name: customer } }),
    );
    await api.append("orders", rows.join("\n"));
    const { json } = await api.pipe("sales_total");
    expect(json.data).toContainEqual({ customer, total: 42, orders: 2, one: 1 });
  });

  describe("with rows that do not fit", () => {
    test.each([
      ["an integer past its range", '"quantity":300', "quantity", "300", "UInt8"],
      ["a negative unsigned integer", '"quantity":-1', "quantity", "-1", "UInt8"],
      ["a fraction for an integer", '"amount":1.5', "amount", "1.5", "Int64"],
      [
        "a 64-bit integer past its range",
        '"amount":9223372036854775808',
        "amount",
        "9223372036854775808",
        "Int64",
      ],
      ["text for an integer", '"amount":"12"', "amount", "12", "Int64"],
      ["text that is no date", '"placed_at":"soon"', "placed_at", "soon", "DateTime64(3)"],
      [
        "a date that does not exist",
        '"placed_at":"2024-02-30"',
        "placed_at",
        "2024-02-30",
        "DateTime64(3)",
      ],
      [
        "a date out of range",
        '"placed_at":"1066-10-14"',
        "placed_at",
        "1066-10-14",
        "DateTime64(3)",
      ],
      ["text for an array", '"tags":"x"', "tags", "x", "Array(String)"],
      ["null in an array", '"tags":["a",null]', "tags", '["a",null]', "Array(String)"],
    ])("quarantines %s and keeps the others", async (_, member, column, shown, type) => {
      const bad = `{"id":"${id}",${member}}`;
      const good = `{"id":"${id}"}`;
      const answer = await api.append("orders", [good, bad, good].join("\n"));
      expect(answer).toMatchObject({ status: 200 });
      expect(answer.json).toEqual({ successful_rows: 2, quarantined_rows: 1 });
      expect(await stored("id")).toHaveLength(2);
      expect(await quarantined()).toMatchObject([
        {
          c__error_column: [column],
          c__error: [`value '${shown}' on column '${column}' is not ${type}`],
          [column]: shown,
          payload: bad,
        },
      ]);
    });

    test("names every column that does not fit", async () => {
      await api.append("orders", `{"id":"${id}","quantity":-1,"amount":"x"}`);
      const [{ c__error_column: columns }] = await quarantined();
      expect(columns).toEqual(["amount", "quantity"]);
    });

    test("quarantines a row that lacks a value without a default", async () => {
      const note = `lacks ${id}`;
      const { json } = await api.append("orders", JSON.stringify({ note }));
      expect(json).toEqual({ successful_rows: 0, quarantined_rows: 1 });
      const rows = await api.rows(`SELECT c__error FROM orders_quarantine WHERE note = '${note}'`);
      expect(rows).toEqual([{ c__error: ["value 'null' on column 'id' is not String"] }]);
    });

    test("quarantines half of a surrogate pair, which UTF-8 cannot hold", async () => {
      const { json } = await api.append(
        "orders",
        `{"id":"${id}","note":"\\ud83d"}\n{"id":"${id}"}`,
      );
      expect(json).toEqual({ successful_rows: 1, quarantined_rows: 1 });
      expect(await quarantined()).toMatchObject([{ c__error_column: ["note"] }]);
    });

    test("quarantines broken lines among good ones", async () => {
      const { json } = await api.append("orders", `{"id":"${id}"}\n{"id":${id}\n[1]`);
      expect(json).toEqual({ successful_rows: 1, quarantined_rows: 2 });
      const rows = await api.rows("SELECT c__error FROM orders_quarantine WHERE id IS NULL");
      expect(rows).toContainEqual({ c__error: [`line 2 is not a JSON object: {"id":${id}`] });
      expect(rows).toContainEqual({ c__error: ["line 3 is not a JSON object: [1]"] });
    });

    test("gives the rows of one request one import id", async () => {
      await api.append("orders", `{"id":"${id}","amount":"x"}\n{"id":"${id}","amount":"y"}`);
      const rows = await quarantined();
      expect(rows).toHaveLength(2);
      expect(rows[0].c__import_id).toBe(rows[1].c__import_id);
    });
  });

  describe("refuses", () => {
    const post = (path: string, body: RequestInit["body"], headers: Record<string, string> = {}) =>
      api.request(path, { method: "POST", body: body ?? null, headers });

    test("a request without name", async () => {
      expect(await post("/v0/events", `{"id":"${id}"}`)).toMatchObject({ status: 400 });
      expect(await post("/v0/events?name=", `{"id":"${id}"}`)).toMatchObject({ status: 400 });
    });

    test("a data source that is not there", async () => {
      const answer = await api.append("nowhere", `{"id":"${id}"}`);
      expect(answer.status).toBe(404);
      expect(answer.json).toMatchObject({ error: 'Data source "nowhere" does not exist' });
    });

    test("a data source without JSON paths", async () => {
      expect(await api.append("sales", '{"customer":"x"}')).toMatchObject({ status: 400 });
    });

    test.each(["", "\n \n"])("an empty body %j", async (body) => {
      const answer = await api.append("orders", body);
      expect(answer.status).toBe(400);
      expect(answer.json.error).toContain("empty body");
    });

    test.each(["hello", `[{"id":"x"}]`, "\n\nid,amount\nx,1", '"text"', "{'id': 1}"])(
      "a body that is no NDJSON at all: %j",
      async (body) => {
        const answer = await api.append("orders", body);
        expect(answer.status).toBe(400);
        expect(answer.json.error).toMatch(/line \d+ is none/);
      },
    );

    test("a wrong token, an empty one and none", async () => {
      for (const token of ["wrong", `${tinybird.token}x`, tinybird.token.slice(0, -1), ""]) {
        const answer = await api.append("orders", `{"id":"${id}"}`, token);
        expect(answer.status).toBe(403);
        expect(answer.text).not.toContain(tinybird.token.slice(0, 8));
      }
      expect(await stored()).toEqual([]);
    });

    test("a body past the limit, told beforehand, streamed or packed, and stores nothing", async () => {
      const row = `{"id":"${id}"}\n`;
      const body = row.repeat(Math.ceil(20_001 / row.length));
      const path = "/v0/events?name=orders&wait=true";
      const streamed = new ReadableStream({
        start: (controller) => {
          for (const part of body.match(/.{1,5000}/gs) ?? []) {
            controller.enqueue(new TextEncoder().encode(part));
          }
          controller.close();
        },
      });
      const answers = [
        await post(path, body),
        await api.request(path, { method: "POST", body: streamed, duplex: "half" } as RequestInit),
        await post(path, gzipSync(body), { "content-encoding": "gzip" }),
        await post(path, gzipSync(body.repeat(40)), { "content-encoding": "gzip" }),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(413);
        expect(answer.json.error).toContain("20000 bytes");
      }
      expect(await stored()).toEqual([]);
    });

    test("gzip that is none, other encodings, and bytes that are no UTF-8", async () => {
      const path = "/v0/events?name=orders";
      const gzip = await post(path, "not gzip", { "content-encoding": "gzip" });
      expect(gzip).toMatchObject({ status: 400 });
      expect(await post(path, "x", { "content-encoding": "zstd" })).toMatchObject({ status: 415 });
      const bytes = new Uint8Array([0x7b, 0xff, 0x7d]);
      expect(await post(path, bytes)).toMatchObject({ status: 400 });
    });

    test("other methods", async () => {
      expect(await api.request("/v0/events?name=orders")).toMatchObject({ status: 405 });
    });
  });

  test("takes the token as a parameter", async () => {
    const path = `/v0/events?name=orders&wait=true&token=${tinybird.token}`;
    const answer = await api.request(path, { method: "POST", body: `{"id":"${id}"}` }, "");
    expect(answer).toMatchObject({ status: 200 });
  });

  test("takes many requests at once, each whole", async () => {
    const rows = Array.from({ length: 40 }, (_, place) => `{"id":"${id}","amount":${place}}`);
    const answers = await Promise.all(rows.map((row) => api.append("orders", `${row}\n${row}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await stored("count() AS rows, sum(amount) AS total")).toEqual([
      { rows: 80, total: 1560 },
    ]);
  });
});
