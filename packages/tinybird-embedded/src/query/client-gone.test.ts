import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { temporaryProject } from "../../test/temporary-directory.ts";
import { startTinybird, type TinybirdOptions } from "../start-tinybird.ts";

const endless = "SELECT count() FROM numbers(1000000000000)";

async function start(options: Partial<TinybirdOptions>) {
  const project = await temporaryProject({
    "endless.pipe": `NODE n\nSQL >\n    ${endless}\n\nTYPE endpoint\n`,
    "endless_with_secret.pipe": `NODE n\nSQL >\n    %\n    ${endless} WHERE toString(number) != {{tb_secret("s", "x")}}\n\nTYPE endpoint\n`,
    "secret.pipe": `NODE n\nSQL >\n    %\n    SELECT {{tb_secret("s", value)}} AS value\n\nTYPE endpoint\n`,
    "one.pipe": "NODE n\nSQL >\n    SELECT 1 AS one\n\nTYPE endpoint\n",
  });
  const tinybird = await startTinybird({ project, queryLimits: { seconds: 300 }, ...options });
  onTestFinished(() => tinybird.stop());
  return { tinybird, api: client(tinybird) };
}

const pathOf = (statement: string) => `/v0/sql?q=${encodeURIComponent(statement)}`;

describe("a client that goes away", () => {
  test.each([
    ["statement", pathOf(endless)],
    ["statement with a subquery's value", pathOf(`SELECT (${endless})`)],
    ["pipe", "/v0/pipes/endless.json"],
    ["pipe with a secret", "/v0/pipes/endless_with_secret.json"],
  ])("ends its query, a %s, and leaves the queue", async (_, path) => {
    const { api } = await start({ reads: 1, queuedReads: 50 });
    const clients = Array.from({ length: 40 }, () => new AbortController());
    const requests = clients.map(({ signal }) => api.request(path, { signal }));
    const outcomes = Promise.allSettled(requests);
    await arrived(api);
    for (const each of clients) each.abort();
    for (const { status } of await outcomes) expect(status).toBe("rejected");
    // It waits behind them all: none of them may run to its end, which is 5 minutes away.
    const from = performance.now();
    expect(await api.rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(performance.now() - from).toBeLessThan(10_000);
  });

  test("ends nobody else's query", async () => {
    const { api } = await start({ reads: 2, queryLimits: { seconds: 3 } });
    const other = api.sql(endless);
    const leaving = new AbortController();
    const left = api.request(pathOf(endless), { signal: leaving.signal }).catch(() => "left");
    await arrived(api);
    leaving.abort();
    expect(await left).toBe("left");
    // By its time limit, and not before.
    expect(await other).toMatchObject({ status: 408 });
  });
});

describe("queries", () => {
  test("past those that run and wait are answered 429, and the server's own reads go on", async () => {
    const { tinybird, api } = await start({ reads: 1, queuedReads: 1 });
    const clients = [new AbortController(), new AbortController()];
    const requests = clients.map(({ signal }) => api.request(pathOf(endless), { signal }));
    const outcomes = Promise.allSettled(requests);
    await arrived(api);
    const refused = await fetch(`${tinybird.url}${pathOf("SELECT 1")}&token=${tinybird.token}`);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await refused.json()).toMatchObject({ error: expect.stringContaining("at most 1 run") });
    expect(await api.pipe("one")).toMatchObject({ status: 429 });
    expect(await api.request("/v0/datasources")).toMatchObject({ status: 200 });
    for (const each of clients) each.abort();
    await outcomes;
    await expect.poll(async () => (await api.sql("SELECT 1")).status).toBe(200);
  });

  test("of pipes run side by side", async () => {
    const { api } = await start({ reads: 4 });
    const leaving = new AbortController();
    const slow = ["endless", "endless_with_secret"].map((name) =>
      api.request(`/v0/pipes/${name}.json`, { signal: leaving.signal }),
    );
    const outcomes = Promise.allSettled(slow);
    await arrived(api);
    expect((await api.pipe("one")).json.data).toEqual([{ one: 1 }]);
    const secret = await api.pipe("secret", { value: "x" });
    expect(secret.json.data).toEqual([{ value: "x" }]);
    expect(await api.rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    leaving.abort();
    await outcomes;
  });

  test("get a secret as it is, and nobody else's", async () => {
    const { api } = await start({});
    for (const value of [
      "it's",
      "a\\'b",
      "tab\tline\nend\\",
      "\\N",
      "100%",
      "é\u{1f600}",
      "\0",
      "",
    ]) {
      const { text } = await api.pipe("secret", { value });
      expect(JSON.parse(text).data).toEqual([{ value }]);
    }
  });
});

type Api = ReturnType<typeof client>;

/** Resolves when the server has taken up what was sent before: it answers in the order of arrival. */
async function arrived(api: Api): Promise<void> {
  await api.request("/v0/datasources");
}
