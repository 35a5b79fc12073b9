import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";
import { temporaryDirectory, temporaryProject } from "../../test/temporary-directory.ts";
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
        logged_batches: 0,
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

  test("says when the log takes no more, and goes on with reading", async () => {
    const data = await temporaryDirectory();
    const broken = await startTinybird({ project: shop, data, logLevel: "silent" });
    onTestFinished(() => broken.stop());
    const api = client(broken);
    // A directory that is none makes every write to it fail, for root, too.
    await rm(join(data, "log"), { recursive: true });
    await writeFile(join(data, "log"), "");
    expect(await api.append("orders", '{"id":"x"}')).toMatchObject({ status: 503 });
    const { status, json } = await api.request("/health", {}, "");
    expect({ status, json }).toMatchObject({
      status: 503,
      json: { status: "broken", clickhouse: version },
    });
    expect(await api.rows("SELECT id FROM orders")).toEqual([]);
  });

  test("says how many batches are logged and not yet inserted", async () => {
    const columns = "SCHEMA >\n    `id` String `json:$.id`\n\nENGINE MergeTree\n";
    const endless =
      "SELECT id FROM a WHERE NOT ignore((SELECT count() FROM numbers(1000000000000)))";
    const project = await temporaryProject({
      "a.datasource": columns,
      "sink.datasource": columns,
      "from_a.pipe": `NODE n\nSQL >\n    ${endless}\n\nTYPE materialized\nDATASOURCE sink\n`,
    });
    const busy = await startTinybird({ project, logLevel: "silent" });
    onTestFinished(() => busy.stop());
    const api = client(busy);
    for (let batch = 1; batch <= 2; batch += 1) {
      const append = { method: "POST", body: '{"id":"x"}' };
      expect(await api.request("/v0/events?name=a", append)).toMatchObject({ status: 202 });
      const { status, json } = await api.request("/health", {}, "");
      expect({ status, json }).toMatchObject({ status: 200, json: { logged_batches: batch } });
    }
  });
});
