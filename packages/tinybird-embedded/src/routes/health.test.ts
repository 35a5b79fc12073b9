import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";
import { temporaryProject } from "../../test/temporary-directory.ts";
import { packageVersion } from "../package-version.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";

let tinybird: Tinybird;
beforeAll(async () => {
  tinybird = await startTinybird({
    project: shop,
    reads: 1,
    queryLimits: { seconds: 4 },
    logLevel: "error",
  });
});
afterAll(() => tinybird?.stop());

const version = expect.stringMatching(/^\d+\.\d+\.\d+/);

describe("GET /health", () => {
  test("tells status, versions and uptime, and nothing else, without a token", async () => {
    const api = client(tinybird);
    const { status, json } = await api.request("/health", {}, "");
    expect({ status, json }).toEqual({
      status: 200,
      json: {
        status: "ok",
        version: packageVersion,
        clickhouse: version,
        uptime_seconds: expect.any(Number),
      },
    });
    expect(Number.isInteger(json.uptime_seconds)).toBe(true);
  });

  test("answers while queries take every place of a reader", async () => {
    const api = client(tinybird);
    const slow = api.pipe("endless");
    await api.append("orders", '{"id":"arrived"}');
    let over = false;
    void slow.then(() => {
      over = true;
    });
    expect(await api.request("/health", {}, "")).toMatchObject({ status: 200 });
    expect(over).toBe(false);
  });

  test("answers 503 when ClickHouse does not answer", async () => {
    const columns = "SCHEMA >\n    `id` String `json:$.id`\n\nENGINE MergeTree\n";
    const view = (from: string) =>
      `NODE n\nSQL >\n    SELECT id FROM ${from} WHERE NOT ignore((SELECT count() FROM numbers(1000000000000)))\n\nTYPE materialized\nDATASOURCE sink\n`;
    const project = await temporaryProject({
      "a.datasource": columns,
      "b.datasource": columns,
      "sink.datasource": columns,
      "from_a.pipe": view("a"),
      "from_b.pipe": view("b"),
    });
    // One read at a time means two threads, both of them taken by the inserts below.
    const stuck = await startTinybird({ project, reads: 1, logLevel: "silent" });
    onTestFinished(() => stuck.stop());
    const api = client(stuck);
    for (const name of ["a", "b"]) void api.append(name, '{"id":"x"}').catch(() => undefined);
    const ask = () => api.request("/health", {}, "");
    await expect.poll(async () => (await ask()).status, { timeout: 30_000 }).toBe(503);
    expect((await ask()).json).toEqual({
      status: "unresponsive",
      version: packageVersion,
      clickhouse: null,
      uptime_seconds: expect.any(Number),
    });
  });
});
