import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

let tinybird: Tinybird;
let api: ReturnType<typeof client>;

beforeAll(async () => {
  const queryLimits = { seconds: 1, resultBytes: 2_000_000 };
  tinybird = await startTinybird({ project: shop, queryLimits });
  api = client(tinybird);
  const orders = ["a", "a,b", "c"].map((id, amount) => ({
    id,
    amount,
    placed_at: `2024-01-0${amount + 1} 00:00:00.000`,
  }));
  await api.append("orders", orders.map((order) => JSON.stringify(order)).join("\n"));
});
afterAll(() => tinybird?.stop());

describe("/v0/pipes/NAME.json", () => {
  test("answers with ClickHouse's JSON, 64-bit integers as numbers", async () => {
    await api.append("orders", '{"id":"big","amount":9223372036854775807}');
    const { status, text, json } = await api.pipe("orders_of", { order_id: "big" });
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual([
      "meta",
      "data",
      "rows",
      "rows_before_limit_at_least",
      "statistics",
    ]);
    expect(json.meta).toContainEqual({ name: "amount", type: "Int64" });
    expect(text).toMatch(/"amount": 9223372036854775807\b/);
  });

  test("runs nodes that read each other, and a node that begins with WITH", async () => {
    const { json } = await api.pipe("sales_total");
    expect(json.meta.map(({ name }: { name: string }) => name)).toContain("one");
  });

  test("reads another pipe by its name", async () => {
    const { json } = await api.pipe("largest_order");
    expect(json.data).toMatchObject([{ id: "big" }]);
  });

  test("takes lists with commas and as repeated parameters", async () => {
    const joined = await api.pipe("orders_of", { order_id: "a", ids: "x,a" });
    expect(joined.json.rows).toBe(1);
    const repeated = await api.request("/v0/pipes/orders_of.json?order_id=c&ids=c&ids=d");
    expect(repeated.json.rows).toBe(1);
  });

  test("takes parameters from a JSON and from a form body, which win over the query string", async () => {
    const post = (body: string | URLSearchParams, type?: string) =>
      api.request("/v0/pipes/orders_of.json?order_id=none", {
        method: "POST",
        body,
        headers: type === undefined ? {} : { "content-type": type },
      });
    const json = await post('{"order_id":"a,b","page_size":1,"ids":["a,b"]}', "application/json");
    expect(json.json.data).toEqual([{ id: "a,b", amount: 1 }]);
    const form = await post(new URLSearchParams({ order_id: "c" }));
    expect(form.json.data).toEqual([{ id: "c", amount: 2 }]);
    expect(await post("{broken", "application/json")).toMatchObject({ status: 400 });
    expect(await post("[1]", "application/json")).toMatchObject({ status: 400 });
  });

  test("keeps a parameter inside the literal that it is written into", async () => {
    for (const hostile of [
      "' OR 1=1 --",
      "\\' OR 1=1 --",
      "a'); DROP TABLE orders; --",
      "a' -- ",
    ]) {
      const { status, json } = await api.pipe("orders_of", { order_id: hostile });
      expect({ status, rows: json.rows }).toEqual({ status: 200, rows: 0 });
    }
    expect(await api.rows("SELECT count() > 0 AS there FROM orders")).toEqual([{ there: 1 }]);
  });

  describe("refuses", () => {
    test("a pipe that is not there", async () => {
      const { status, json } = await api.pipe("nowhere");
      expect(status).toBe(404);
      expect(json).toEqual({
        error: 'The pipe "nowhere" does not exist',
        documentation: "https://www.tinybird.co/docs/api-reference/pipe-api/api-endpoints",
      });
    });

    test("a pipe that only materializes", async () => {
      expect(await api.pipe("sales_by_customer")).toMatchObject({ status: 404 });
    });

    test("a missing and a wrong parameter, in Tinybird's words", async () => {
      const missing = await api.pipe("orders_of");
      expect(missing.status).toBe(400);
      expect(missing.json.error).toMatch(
        /^Template Syntax Error: Required parameter is not defined/,
      );
      const wrong = await api.pipe("orders_of", { order_id: "a", page_size: "many" });
      expect(wrong.status).toBe(400);
      expect(wrong.json.error).toBe("Template Syntax Error: Error validating 'many' to type Int32");
    });

    test("what the template refuses, with its status and body", async () => {
      const { status, json } = await api.pipe("orders_of", { order_id: "a", refuse: "1" });
      expect({ status, json }).toEqual({ status: 422, json: { error: "refused by the pipe" } });
    });

    test.each(["parquet", "prometheus", "xml", "JSON", ""])(
      "another format, and says which it has: .%s",
      async (ending) => {
        const { status, json } = await api.request(`/v0/pipes/all_orders.${ending}`);
        expect(status).toBe(400);
        expect(json.error).toContain(".json, .csv, .csvwithnames, .ndjson");
      },
    );

    test("a format beside the path's, which says it already", async () => {
      expect(await api.pipe("all_orders", { format: "csv" })).toMatchObject({ status: 400 });
    });

    test("a change of a pipe, which is a deployment's", async () => {
      for (const path of ["", "/", "/orders_of"]) {
        const { status, json } = await api.request(`/v0/pipes${path}`, { method: "POST" });
        expect(status).toBe(400);
        expect(json.error).toContain("datafiles");
      }
    });

    test("a wrong token, and other methods", async () => {
      expect(await api.pipe("all_orders", {}, "wrong")).toMatchObject({ status: 403 });
      const put = await api.request("/v0/pipes/all_orders.json", { method: "PUT", body: "" });
      expect(put).toMatchObject({ status: 405 });
    });
  });

  test("answers 408 when a query takes too long", async () => {
    const { status, json } = await api.pipe("endless");
    expect(status).toBe(408);
    expect(json.error).toContain("Timeout exceeded");
  });

  test("answers 400 when the result is too large", async () => {
    const { status, json } = await api.pipe("too_large");
    expect(status).toBe(400);
    expect(json.error).toContain("TOO_MANY_ROWS_OR_BYTES");
  });

  test("tells what ClickHouse refuses, without a path or a token", async () => {
    const { status, text, json } = await api.pipe("wrong_column", { secret: "s3cret" });
    expect(status).toBe(400);
    expect(json.error).toMatch(/^\[Error\] .*no_such_column/);
    expect(text).not.toContain("DB::Exception");
    expect(text).not.toContain("/tmp/");
    expect(text).not.toContain(tinybird.token);
  });

  test("cannot write, whatever the pipe says", async () => {
    const { status, text } = await api.pipe("reads_a_file");
    expect(status).toBe(403);
    expect(text).not.toContain("root:");
  });
});
