import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTarget } from "./target.ts";

type Target = Awaited<ReturnType<typeof startTarget>>;
let target: Target;
/** Runs two endpoints; of orders it sees tenant a. */
let filtered: string;
/** Runs one endpoint, whose tenant is a. */
let fixed: string;
let untouched: () => Promise<void>;

beforeAll(async () => {
  target = await startTarget();
  filtered = await target.token(
    "DATASOURCES:READ:orders:tenant = 'a'",
    "PIPES:READ:all_orders",
    "PIPES:READ:orders_of",
  );
  const { status, json } = await target.api.request(
    `/v0/tokens/?expiration_time=${Math.floor(Date.now() / 1000) + 3600}`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        name: "fixed",
        scopes: [{ type: "PIPES:READ", resource: "orders_of", fixed_params: { tenant: "a" } }],
      }),
    },
  );
  expect(status).toBe(200);
  fixed = json.token;
  untouched = await target.rebase();
});
afterAll(() => target?.stop());

const over = (pipe: string, statement: string, parameters: Record<string, string> = {}) =>
  `/v0/pipes/${pipe}.json?${new URLSearchParams({ ...parameters, q: statement })}`;

describe("q over an endpoint", () => {
  test.each([
    ["all_orders", "SELECT id FROM _ ORDER BY id"],
    ["all_orders", "SELECT id FROM all_orders ORDER BY id"],
    ["all_orders", "WITH o AS (SELECT * FROM _) SELECT id FROM o ORDER BY id"],
    ["all_orders", "SELECT id FROM _ WHERE id IN (SELECT id FROM orders) ORDER BY id"],
    ["all_orders", "SELECT id FROM orders WHERE id IN (SELECT id FROM _) ORDER BY id"],
  ])("shows %s the rows of its token: %s", async (pipe, statement) => {
    const { text, json } = await target.api.request(over(pipe, statement), {}, filtered);
    target.expectSilent(text);
    expect(json.data).toEqual([{ id: "a1" }, { id: "a2" }]);
  });

  test.each([
    "SELECT id FROM _ PREWHERE 1",
    "SELECT _part FROM _",
    "SELECT * FROM secrets",
    "SELECT id FROM _ WHERE id IN secrets",
    "SELECT * FROM _, secrets",
    "SELECT * FROM orders_quarantine",
    "SELECT toInt64(note) FROM orders WHERE amount > 2",
    "SELECT * FROM _ INTO OUTFILE '/tmp/x'",
    "SELECT file('/etc/hostname') FROM _",
    "SELECT 1 FROM _; SELECT * FROM secrets",
  ])("shows nothing else: %s", async (statement) => {
    const { text, status, json } = await target.api.request(
      over("all_orders", statement),
      {},
      filtered,
    );
    target.expectSilent(text);
    if (status === 200) expect(json.data).toEqual([]);
    else expect([400, 403]).toContain(status);
  });

  test("keeps the parameters that a token has fixed", async () => {
    for (const parameters of [{}, { tenant: "b" }, { tenant: "a' OR 1 OR '" }]) {
      const path = over("orders_of", "SELECT id FROM _ ORDER BY id", parameters);
      const { text, json } = await target.api.request(path, {}, fixed);
      target.expectSilent(text);
      expect(json.data).toEqual([{ id: "a1" }, { id: "a2" }]);
      const named = over("orders_of", "SELECT id FROM orders_of ORDER BY id", parameters);
      expect((await target.api.request(named, {}, fixed)).json.data).toEqual(json.data);
    }
    const plain = await target.api.pipe("orders_of", { tenant: "b" }, fixed);
    expect(plain.json.data.map(({ id }: { id: string }) => id).sort()).toEqual(["a1", "a2"]);
  });

  test.each([
    "/v0/sql?q=SELECT+*+FROM+orders_of&tenant=b",
    "/v0/sql?q=SELECT+*+FROM+_&pipeline=orders_of&tenant=b",
    "/v0/sql?q=SELECT+*+FROM+_&pipeline=all_orders",
    over("orders_of", "SELECT * FROM all_orders"),
    over("orders_of", "SELECT * FROM orders"),
    over("all_orders", "SELECT * FROM _"),
    "/v0/pipes/all_orders.csv",
    "/v0/pipes/all_orders",
    "/v0/datasources/orders",
  ])("and gives that token no way around them: %s", async (path) => {
    const { text, status } = await target.api.request(path, {}, fixed);
    target.expectSilent(text);
    expect(status).toBe(403);
  });

  test("has changed nothing and reached nothing", () => untouched());
});
