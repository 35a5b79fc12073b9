import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Answer, client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

let tinybird: Tinybird;
let api: ReturnType<typeof client>;

beforeAll(async () => {
  tinybird = await startTinybird({ project: shop });
  api = client(tinybird);
  await api.append("orders", '{"id":"a","amount":1}\n{"id":"b","amount":2}');
});
afterAll(() => tinybird?.stop());

type Api = ReturnType<typeof client>;

function make(name: string, scopes: readonly string[], on: Api = api, by?: string) {
  const body = new URLSearchParams({ name });
  for (const scope of scopes) body.append("scope", scope);
  return on.request("/v0/tokens/", { method: "POST", body }, by);
}

function query(name: string, scopes: readonly string[]): string {
  const parameters = new URLSearchParams({ name });
  for (const scope of scopes) parameters.append("scope", scope);
  return parameters.toString();
}

describe("/v0/tokens", () => {
  test("makes a token from a form body, as the vendor's API answers", async () => {
    const scopes = [
      "PIPES:READ:all_orders",
      "DATASOURCES:READ:orders:id = 'a' and label != 'x:y' or 0",
      "DATASOURCES:APPEND:orders",
    ];
    const { status, json } = await make("form", scopes);
    expect(status).toBe(200);
    expect(json).toEqual({
      token: expect.stringMatching(/^tb_[\w-]{43}$/),
      scopes: [
        { type: "PIPES:READ", resource: "all_orders" },
        {
          type: "DATASOURCES:READ",
          resource: "orders",
          filter: "((id = 'a') AND (label != 'x:y')) OR 0",
        },
        { type: "DATASOURCES:APPEND", resource: "orders" },
      ],
      name: "form",
    });
    const { token } = json;
    expect((await api.append("orders", "{}", token)).status).toBe(200);
    expect((await api.sql("SELECT id FROM orders", token)).json.data).toEqual([{ id: "a" }]);
    expect((await api.pipe("all_orders", {}, token)).json.data).toHaveLength(1);
    expect((await api.pipe("sales_total", {}, token)).status).toBe(403);
  });

  test("makes a token from a query string with an empty body", async () => {
    const path = `/v0/tokens?${query("by query", ["DATASOURCES:READ:sales"])}`;
    const { status, json } = await api.request(path, { method: "POST" });
    expect(status).toBe(200);
    expect(json.scopes).toEqual([{ type: "DATASOURCES:READ", resource: "sales" }]);
  });

  test("lists, shows, changes, refreshes and deletes", async () => {
    const made = (await make("life", ["PIPES:READ:all_orders"])).json;
    const list: { name: string }[] = (await api.request("/v0/tokens")).json.tokens;
    expect(list.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["admin token", "shop_writer", "shop_reader", "life"]),
    );
    expect((await api.request("/v0/tokens/life")).json).toEqual(made);

    const change = `/v0/tokens/life?scope=${encodeURIComponent("PIPES:READ:sales_total")}`;
    expect((await api.request(change, { method: "PUT" })).json).toEqual({
      ...made,
      scopes: [{ type: "PIPES:READ", resource: "sales_total" }],
    });
    expect((await api.pipe("all_orders", {}, made.token)).status).toBe(403);
    expect((await api.pipe("sales_total", {}, made.token)).status).toBe(200);

    const fresh = (await api.request("/v0/tokens/life/refresh", { method: "POST" })).json.token;
    expect((await api.pipe("sales_total", {}, made.token)).status).toBe(403);
    expect((await api.pipe("sales_total", {}, fresh)).status).toBe(200);

    expect((await api.request("/v0/tokens/life", { method: "DELETE" })).status).toBe(200);
    expect((await api.pipe("sales_total", {}, fresh)).status).toBe(403);
    expect((await api.request("/v0/tokens/life")).status).toBe(404);
  });

  test.each([
    ["DATASOURCES:CREATE", "DATASOURCES:CREATE means nothing on this server"],
    ["DATASOURCES:DROP:orders", "means nothing on this server"],
    ["PIPES:CREATE", "means nothing on this server"],
    ["ORG_DATASOURCES:READ", "means nothing on this server"],
    ["DATASOURCES:READ", "name one resource"],
    ["DATASOURCES:READ:", "name one resource"],
    ["DATASOURCES:READ:nothing", 'no data source "nothing"'],
    ["DATASOURCES:READ:all_orders", 'no data source "all_orders"'],
    ["DATASOURCES:APPEND:nothing", 'no data source "nothing"'],
    ["PIPES:READ:orders", 'no pipe "orders"'],
    ["PIPES:READ:all_orders:1", "only DATASOURCES:READ may have a filter"],
    ["DATASOURCES:READ:orders:", "must have from 1 to 10000 characters"],
    ["DATASOURCES:READ:orders:no_such = 1", "no_such"],
    ["DATASOURCES:READ:orders:1; DROP TABLE orders", "one expression of SQL"],
    ["DATASOURCES:READ:orders:1) OR (1", "one expression of SQL"],
    ["DATASOURCES:READ:orders:1 SETTINGS max_threads = 1", "one expression of SQL"],
    ["DATASOURCES:READ:orders:file('/etc/passwd') = ''", "The function file is not allowed"],
    ["DATASOURCES:READ:orders:id IN system.tables", "system.tables"],
    ["DATASOURCES:READ:orders:id IN (SELECT id FROM orders)", "Too deep"],
    ["NONSENSE", "it must be ADMIN"],
    ["", "it must be ADMIN"],
    ["admin", "it must be ADMIN"],
    ["ADMIN:orders", "it must be ADMIN"],
  ])("refuses the scope %j, and names its place", async (scope, reason) => {
    const { status, json } = await make("refused", ["PIPES:READ:all_orders", scope]);
    expect(status).toBe(400);
    expect(json.error).toContain("scope 2");
    expect(json.error).toContain(reason);
    expect((await api.request("/v0/tokens/refused")).status).toBe(404);
  });

  test("refuses a data source twice, no scope, a name that is taken or none, and what datafiles say", async () => {
    const twice = ["DATASOURCES:READ:orders", "DATASOURCES:READ:orders:0"];
    expect(await make("twice", twice)).toMatchObject({ status: 400 });
    expect(await make("none", [])).toMatchObject({ status: 400 });
    expect(await make("shop_reader", ["ADMIN"])).toMatchObject({ status: 409 });
    for (const name of ["", " ", "a\nb", "x".repeat(201)]) {
      expect(await make(name, ["PIPES:READ:all_orders"])).toMatchObject({ status: 400 });
    }
    for (const method of ["PUT", "DELETE"]) {
      expect(await api.request("/v0/tokens/shop_reader", { method })).toMatchObject({
        status: 400,
      });
      expect(await api.request("/v0/tokens/admin%20token", { method })).toMatchObject({
        status: 400,
      });
    }
  });

  test("takes a scope that is there twice for one", async () => {
    const scope = "DATASOURCES:READ:orders:id = 'a'";
    const { status, json } = await make("said twice", [scope, "PIPES:READ:all_orders", scope]);
    expect(status).toBe(200);
    expect(json.scopes.map(({ resource }: { resource: string }) => resource)).toEqual([
      "orders",
      "all_orders",
    ]);
    expect((await api.sql("SELECT id FROM orders", json.token)).json.data).toEqual([{ id: "a" }]);
  });

  test("lets TOKENS make tokens, and none that may do as much; others nothing", async () => {
    const { token } = (await make("keeper", ["TOKENS"])).json;
    expect((await make("by keeper", ["PIPES:READ:all_orders"], api, token)).status).toBe(200);
    for (const scope of ["ADMIN", "TOKENS"]) {
      expect((await make("more", [scope], api, token)).status).toBe(403);
      const change = `/v0/tokens/by%20keeper?scope=${scope}`;
      expect((await api.request(change, { method: "PUT" }, token)).status).toBe(403);
    }
    const list = await api.request("/v0/tokens", {}, token);
    expect(list.status).toBe(200);
    expect(list.text).not.toContain(tinybird.token);
    expect(list.text).not.toContain(token);
    for (const [method, path] of [
      ["DELETE", "/v0/tokens/keeper"],
      ["POST", "/v0/tokens/keeper/refresh"],
    ] as const) {
      expect((await api.request(path, { method }, token)).status).toBe(403);
    }
    const reader = tinybird.tokens.shop_reader;
    expect((await make("no", ["PIPES:READ:all_orders"], api, reader)).status).toBe(403);
    expect((await api.request("/v0/tokens", {}, reader)).status).toBe(403);
    expect((await api.request("/v0/tokens", {}, "")).status).toBe(403);
  });

  test("reads everything with WORKSPACE:READ_ALL, and changes nothing", async () => {
    const { token } = (await make("all", ["WORKSPACE:READ_ALL"])).json;
    expect((await api.pipe("sales_total", {}, token)).status).toBe(200);
    expect((await api.sql("SELECT count() FROM orders_quarantine", token)).status).toBe(200);
    expect((await api.append("orders", "{}", token)).status).toBe(403);
    const truncate = await api.request(
      "/v0/datasources/orders/truncate",
      { method: "POST" },
      token,
    );
    expect(truncate.status).toBe(403);
  });

  test("keeps tokens and the workspace over a restart, in a file that only its owner reads", async () => {
    const data = await temporaryDirectory();
    const first = await startTinybird({ project: shop, data });
    onTestFinished(() => first.stop());
    const kept = (await make("kept", ["DATASOURCES:READ:orders:id = 'a'"], client(first))).json;
    // Killed: what was answered is on disk.
    process.kill(first.pid, "SIGKILL");
    await first.ended;
    const file = join(data, "api-tokens.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).toContain(kept.token);

    const second = await startTinybird({ project: shop, data });
    onTestFinished(() => second.stop());
    expect(second.workspace).toBe(first.workspace);
    const again = client(second);
    expect((await again.request("/v0/tokens/kept")).json).toEqual(kept);
    expect((await again.sql("SELECT id FROM orders", kept.token)).status).toBe(200);
  });

  test("makes tokens at once without losing one", async () => {
    const names = Array.from({ length: 20 }, (_, number) => `at once ${number % 10}`);
    const answers = await Promise.all(names.map((name) => make(name, ["PIPES:READ:all_orders"])));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(10).fill(200), ...Array(10).fill(409)]);
    for (const { status, json } of answers) {
      if (status === 200) expect((await api.pipe("all_orders", {}, json.token)).status).toBe(200);
    }
  });
});

describe("JSON Web Tokens", () => {
  const soon = () => Math.floor(Date.now() / 1_000) + 60;
  const scope = { type: "PIPES:READ", resource: "orders_of", fixed_params: { order_id: "a" } };
  const claims = () => ({ workspace_id: tinybird.workspace, name: "own", scopes: [scope] });
  const key = (text = tinybird.token) => new TextEncoder().encode(text);

  function sign(payload: Record<string, unknown>, by = key(), alg = "HS256"): Promise<string> {
    return new SignJWT({ exp: soon(), ...payload }).setProtectedHeader({ alg }).sign(by);
  }

  function mint(body: unknown, expires: number | string = soon(), by?: string): Promise<Answer> {
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    return api.request(`/v0/tokens/?expiration_time=${expires}`, init, by);
  }

  test("are made by the server", async () => {
    const { status, json } = await mint({ name: "made", scopes: [scope] });
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(["token"]);
    const rows = await api.pipe("orders_of", {}, json.token);
    expect(rows.json.data).toEqual([{ id: "a", amount: 1 }]);
  });

  test("are signed by a caller, and their fixed parameters win over those that are passed", async () => {
    const token = await sign(claims());
    for (const path of ["?order_id=b", "?order_id=b&order_id=b", ""]) {
      const { json } = await api.request(`/v0/pipes/orders_of.json${path}`, {}, token);
      expect(json.data).toEqual([{ id: "a", amount: 1 }]);
    }
    for (const [type, body] of [
      ["application/x-www-form-urlencoded", "order_id=b"],
      ["application/json", '{"order_id":"b"}'],
      ["application/json", '{"order_id":null}'],
    ] as const) {
      const init = { method: "POST", headers: { "content-type": type }, body };
      const { json } = await api.request("/v0/pipes/orders_of.json", init, token);
      expect(json.data).toEqual([{ id: "a", amount: 1 }]);
    }
    // SQL has no parameters to fix.
    expect((await api.sql("SELECT * FROM orders_of", token)).status).toBe(403);
    expect((await api.pipe("all_orders", {}, token)).status).toBe(403);
  });

  test("filter rows, and append", async () => {
    const scopes = [
      { type: "DATASOURCES:READ", resource: "orders", filter: "id = 'b'" },
      { type: "DATASOURCES:APPEND", resource: "orders" },
    ];
    const token = await sign({ ...claims(), scopes });
    expect((await api.sql("SELECT id FROM orders", token)).json.data).toEqual([{ id: "b" }]);
    expect((await api.append("orders", "{}", token)).status).toBe(200);
    const as = await api.request(
      `/v0/sql?q=SELECT+count()+AS+n+FROM+orders&token=${token}`,
      {},
      "",
    );
    expect(as.json.data).toEqual([{ n: 1 }]);
  });

  test("are limited in requests a second, by name", async () => {
    const limited = { ...claims(), name: "limited", limits: { rps: 2 } };
    const tokens = [await sign(limited), await sign({ ...limited, iat: 1 })];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        fetch(`${tinybird.url}/v0/pipes/orders_of.json?token=${tokens[at % 2]}`),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    // A window may end between them.
    expect(refused.length).toBeGreaterThanOrEqual(8);
    expect(Object.fromEntries(refused[0]?.headers ?? [])).toMatchObject({
      "retry-after": "1",
      "x-ratelimit-limit": "2",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "1",
    });
    expect(answers.some(({ status }) => status === 200)).toBe(true);
  });

  const none = (payload: object) =>
    [{ alg: "none", typ: "JWT" }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");

  test.each<[string, () => Promise<string> | string]>([
    ["of alg none", () => `${none({ ...claims(), exp: soon() })}.`],
    [
      "of alg NONE",
      () =>
        `${none({ ...claims(), exp: soon() }).replace(/^\w+/, Buffer.from('{"alg":"NONE"}').toString("base64url"))}.`,
    ],
    ["of HS384", () => sign(claims(), key(), "HS384")],
    ["of HS512", () => sign(claims(), key(), "HS512")],
    ["of another key", () => sign(claims(), key("another-key"))],
    ["of an empty signature", async () => (await sign(claims())).replace(/[^.]+$/, "")],
    ["of a reader's key", () => sign(claims(), key(tinybird.tokens.shop_reader))],
    [
      "whose claims were changed",
      async () =>
        (await sign(claims())).replace(
          /\.[^.]+\./,
          `.${Buffer.from(JSON.stringify({ ...claims(), exp: soon() + 9 })).toString("base64url")}.`,
        ),
    ],
    ["that has expired", () => sign({ ...claims(), exp: soon() - 61 })],
    ["without exp", () => sign({ ...claims(), exp: undefined })],
    ["whose exp is text", () => sign({ ...claims(), exp: String(soon()) })],
    ["that is not valid yet", () => sign({ ...claims(), nbf: soon() })],
    ["of another workspace", () => sign({ ...claims(), workspace_id: "another" })],
    ["without a workspace", () => sign({ ...claims(), workspace_id: undefined })],
    ["without a name", () => sign({ ...claims(), name: undefined })],
    ["without scopes", () => sign({ ...claims(), scopes: undefined })],
    ["with no scope", () => sign({ ...claims(), scopes: [] })],
    ["with ADMIN", () => sign({ ...claims(), scopes: [scope, { type: "ADMIN" }] })],
    [
      "with TOKENS",
      () => sign({ ...claims(), scopes: [scope, { type: "TOKENS", resource: "x" }] }),
    ],
    ["with a scope that is a text", () => sign({ ...claims(), scopes: ["ADMIN"] })],
    [
      "with a bad filter",
      () =>
        sign({
          ...claims(),
          scopes: [
            scope,
            { type: "DATASOURCES:READ", resource: "orders", filter: "1; DROP TABLE orders" },
          ],
        }),
    ],
    ["with limits that are none", () => sign({ ...claims(), limits: { rps: 0 } })],
  ])("%s are refused", async (_, make) => {
    const token = await make();
    for (const answer of [
      await api.pipe("orders_of", {}, token),
      await api.request(`/v0/pipes/orders_of.json?token=${token}`, {}, ""),
    ]) {
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.json)).toEqual(["error", "documentation"]);
      expect(answer.text).not.toContain(token);
      expect(answer.text).not.toContain(tinybird.token);
    }
    const list: unknown = await api.rows("SELECT count() AS n FROM orders WHERE id IN ('a', 'b')");
    expect(list).toEqual([{ n: 2 }]);
  });

  test("are not made from what is no scope, time or rate, nor for who may not", async () => {
    const good = { name: "x", scopes: [scope] };
    for (const [body, expires] of [
      [good, "soon"],
      [good, soon() - 100],
      [good, "1e12x"],
      [{ ...good, name: 1 }, soon()],
      [{ ...good, scopes: "PIPES:READ:orders_of" }, soon()],
      [{ ...good, scopes: [{ type: "ADMIN" }] }, soon()],
      [{ ...good, scopes: [{ ...scope, resource: "nothing" }] }, soon()],
      [{ ...good, scopes: [{ ...scope, fixed_params: { order_id: { a: 1 } } }] }, soon()],
      [{ ...good, scopes: [{ ...scope, fixed_params: ["a"] }] }, soon()],
      [{ ...good, limits: { rps: 0.5 } }, soon()],
      [[], soon()],
    ] as const) {
      expect(await mint(body, expires)).toMatchObject({ status: 400 });
    }
    expect(await mint(good, soon(), tinybird.tokens.shop_reader)).toMatchObject({ status: 403 });
    expect(await mint(good, soon(), await sign(claims()))).toMatchObject({ status: 403 });
  });
});
