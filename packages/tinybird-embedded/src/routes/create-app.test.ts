import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

let tinybird: Tinybird;
let api: ReturnType<typeof client>;

beforeAll(async () => {
  tinybird = await startTinybird({ project: shop });
  api = client(tinybird);
  await api.append("orders", '{"id":"a"}\n{"id":"b"}');
});
afterAll(() => tinybird?.stop());

describe("/v0/datasources", () => {
  test("lists the data sources with columns, engine and row count", async () => {
    const { json } = await api.request("/v0/datasources");
    const [orders, sales] = json.datasources;
    expect(orders).toMatchObject({
      name: "orders",
      description: "Orders as the shop reports them",
      engine: {
        engine: "MergeTree",
        engine_sorting_key: "id, placed_at",
        engine_partition_key: "toYear(placed_at)",
      },
      statistics: { row_count: 2 },
    });
    expect(orders.columns).toContainEqual({
      name: "customer",
      type: "String",
      nullable: false,
      jsonpath: "$.customer.name",
      default_value: "DEFAULT 'nobody'",
      codec: null,
    });
    expect(orders.columns).toContainEqual(
      expect.objectContaining({ name: "note", nullable: true, default_value: null }),
    );
    expect(sales).toMatchObject({ name: "sales", engine: { engine: "SummingMergeTree" } });
  });

  test("gives one by name", async () => {
    expect((await api.request("/v0/datasources/sales")).json).toMatchObject({ name: "sales" });
    expect(await api.request("/v0/datasources/nowhere")).toMatchObject({ status: 404 });
  });

  test("is the administrator's", async () => {
    const { shop_reader: token } = tinybird.tokens;
    expect(await api.request("/v0/datasources", {}, token)).toMatchObject({ status: 403 });
    expect(await api.request("/v0/datasources", {}, "")).toMatchObject({ status: 403 });
  });
});

describe("a token of a datafile", () => {
  test("that may append appends to that data source and does nothing else", async () => {
    const { shop_writer: token } = tinybird.tokens;
    expect(await api.append("orders", '{"id":"c"}', token)).toMatchObject({ status: 200 });
    expect(await api.append("sales", '{"customer":"c"}', token)).toMatchObject({ status: 403 });
    expect(await api.append("nowhere", '{"id":"c"}', token)).toMatchObject({ status: 403 });
    expect(await api.pipe("all_orders", {}, token)).toMatchObject({ status: 403 });
  });

  test("that may read reads its pipes and does nothing else", async () => {
    const { shop_reader: token } = tinybird.tokens;
    expect(await api.pipe("all_orders", {}, token)).toMatchObject({ status: 200 });
    expect(await api.pipe("orders_of", { order_id: "a" }, token)).toMatchObject({ status: 200 });
    expect(await api.pipe("sales_total", {}, token)).toMatchObject({ status: 403 });
    expect(await api.pipe("nowhere", {}, token)).toMatchObject({ status: 403 });
    expect(await api.append("orders", '{"id":"c"}', token)).toMatchObject({ status: 403 });
  });
});

describe("the server", () => {
  test.each(["/", "/v0/nowhere", "/v1/events", "/v0/pipes/a/b/c"])(
    "answers 404 on %s",
    async (path) => {
      const { status, json } = await api.request(path);
      expect({ status, json }).toMatchObject({
        status: 404,
        json: { error: "There is no such path" },
      });
    },
  );

  test("names the methods of a path", async () => {
    const response = await fetch(`${tinybird.url}/v0/sql`, { method: "DELETE" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, POST");
  });
});
