import { readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { client } from "../test/client.ts";
import { forkParent } from "../test/fork-parent.ts";
import { ownTemporaryDirectory } from "../test/own-temporary-directory.ts";
import { shop } from "../test/shop.ts";
import { temporaryDirectory, temporaryProject } from "../test/temporary-directory.ts";
import { isRunning } from "./engine/is-running.ts";
import { StartError } from "./start-error.ts";
import { startTinybird, type TinybirdOptions } from "./start-tinybird.ts";

async function start(options: Partial<TinybirdOptions> = {}) {
  const tinybird = await startTinybird({ project: shop, ...options });
  onTestFinished(() => tinybird.stop());
  return tinybird;
}

async function failure(options: Partial<TinybirdOptions>): Promise<StartError> {
  const outcome = await start(options).catch((cause: unknown) => cause);
  if (outcome instanceof StartError) return outcome;
  throw new Error("it started", { cause: outcome });
}

const datasource = "SCHEMA >\n    `id` String `json:$.id`\n\nENGINE MergeTree\n";

describe("startTinybird", () => {
  test("serves until stop, which leaves no process and no temporary directory", async () => {
    const temporaryOnes = await ownTemporaryDirectory();
    const tinybird = await start();
    expect(tinybird.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const health = await client(tinybird).request("/health", {}, "");
    expect(health.json).toMatchObject({ status: "ok" });
    expect(await temporaryOnes()).toHaveLength(1);

    await Promise.all([tinybird.stop(), tinybird.stop()]);
    await tinybird.stop();
    await tinybird.ended;
    expect(isRunning(tinybird.pid)).toBe(false);
    expect(await temporaryOnes()).toEqual([]);
    await expect(fetch(`${tinybird.url}/health`)).rejects.toThrow();
  });

  test("runs from source without a bundle", async () => {
    vi.stubEnv("TINYBIRD_EMBEDDED_BUNDLE", undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    const health = await client(await start()).request("/health", {}, "");
    expect(health.json).toMatchObject({ status: "ok" });
  });

  test("answers what runs before it stops", async () => {
    const tinybird = await start();
    const api = client(tinybird);
    const slow = api.sql("SELECT count() FROM numbers(200000000)");
    await arrived(api);
    await tinybird.stop();
    expect(await slow).toMatchObject({ status: 200 });
  });

  test("keeps rows and tokens in its data directory", async () => {
    const data = await temporaryDirectory();
    const first = await start({ data });
    await client(first).append("orders", '{"id":"kept","placed_at":"2024-01-01"}');
    const before = (await client(first).pipe("all_orders")).json.data;
    await first.stop();

    const second = await start({ data });
    expect((await client(second).pipe("all_orders")).json.data).toEqual(before);
    expect({ token: second.token, ...second.tokens }).toEqual({
      token: first.token,
      ...first.tokens,
    });
    await client(second).append("orders", '{"id":"more"}');
    expect(await client(second).rows("SELECT count() AS rows FROM orders")).toEqual([{ rows: 2 }]);
  });

  test("keeps the tokens where only their owner can read them", async () => {
    const data = await temporaryDirectory();
    await start({ data });
    expect((await stat(join(data, "tokens.json"))).mode & 0o777).toBe(0o600);
  });

  test("does not write a token that it was given", async () => {
    const data = await temporaryDirectory();
    const tinybird = await start({ data, token: "given-by-the-test" });
    expect(tinybird.token).toBe("given-by-the-test");
    expect(await client(tinybird).sql("SELECT 1")).toMatchObject({ status: 200 });
    expect(await readFile(join(data, "tokens.json"), "utf8")).not.toContain("given-by-the-test");
  });

  test("has every acknowledged row after kill -9, each batch whole", async () => {
    const data = await temporaryDirectory();
    const first = await start({ data });
    const api = client(first);
    let acknowledged = 0;
    const batch = (number: number) =>
      Array.from({ length: 50 }, () => JSON.stringify({ id: `batch ${number}`, amount: 1 }));
    const writing = (async () => {
      for (let number = 1; ; number += 1) {
        const { status } = await api.append("orders", batch(number).join("\n"));
        if (status === 200) acknowledged = number;
        if (number === 20) process.kill(first.pid, "SIGKILL");
      }
    })();
    await expect(writing).rejects.toThrow();
    await first.ended;
    expect(acknowledged).toBeGreaterThanOrEqual(20);

    const second = await start({ data });
    const rows: { id: string; rows: number }[] = await client(second).rows(
      "SELECT id, count() AS rows FROM orders GROUP BY id",
    );
    expect(rows.every((each) => each.rows === 50)).toBe(true);
    const ids = new Set(rows.map(({ id }) => id));
    for (let number = 1; number <= acknowledged; number += 1) {
      expect(ids).toContain(`batch ${number}`);
    }
  });

  test("ends when its parent is killed, and removes its temporary directory", async () => {
    const temporaryOnes = await ownTemporaryDirectory();
    const { parent, server } = await forkParent();
    const { url, pid } = server;
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    await expect
      .poll(() => isRunning(pid), { timeout: 10_000, message: `${url} still runs` })
      .toBe(false);
    await expect.poll(temporaryOnes, { timeout: 10_000 }).toEqual([]);
  });

  test("does not delay appends while slow queries take every place of a reader", async () => {
    const tinybird = await start({ reads: 2, queryLimits: { seconds: 3 } });
    const api = client(tinybird);
    const slow = Array.from({ length: 4 }, () =>
      api.sql("SELECT count() FROM numbers(1000000000000)"),
    );
    await arrived(api);
    let over = false;
    void Promise.race(slow).then(() => {
      over = true;
    });
    expect(await api.append("orders", '{"id":"in between"}')).toMatchObject({ status: 200 });
    expect(over).toBe(false);
    for (const { status } of await Promise.all(slow)) expect(status).toBe(408);
  });

  test.each([
    ["processors", "SELECT sum(sipHash64(number)) FROM numbers_mt(1000000000000)"],
    ["memory", "SELECT length(groupArray(toString(number))) FROM numbers_mt(1000000000)"],
  ])("takes appends while queries want all the %s there are", async (_, statement) => {
    const tinybird = await start({ queryLimits: { seconds: 120 } });
    const api = client(tinybird);
    const leaving = new AbortController();
    let answered = 0;
    const heavy = async () => {
      // The memory's are refused soon, so each is followed by another.
      while (!leaving.signal.aborted) {
        const path = `/v0/sql?q=${encodeURIComponent(statement)}`;
        await api.request(path, { signal: leaving.signal }).then(
          () => {
            answered += 1;
          },
          () => undefined,
        );
      }
    };
    const quiet = await appendTimes(api);
    const load = Promise.all(Array.from({ length: 8 }, heavy));
    await arrived(api);
    const busy = await appendTimes(api);
    leaving.abort();
    await load;
    console.log(`appends: ${quiet.text} quiet, ${busy.text} beside 8 queries (${answered} ended)`);
    // Of a query's time a fraction, however busy the machine.
    expect(busy.median).toBeLessThan(5_000);
  });

  test("removes its temporary directory when the server's process is killed", async () => {
    const temporaryOnes = await ownTemporaryDirectory();
    const tinybird = await start();
    process.kill(tinybird.pid, "SIGKILL");
    await tinybird.ended;
    expect(await temporaryOnes()).toEqual([]);
  });

  describe("refuses to start", () => {
    test("with a datafile that is wrong, and says where", async () => {
      const project = await temporaryProject({
        "datasources/good.datasource": datasource,
        "datasources/bad.datasource": "SCHEMA >\n    `id` String `json:$.id`\n\nENGIN MergeTree\n",
      });
      const { failure: why, message } = await failure({ project });
      expect(why).toMatchObject({ code: "datafile_invalid", file: "datasources/bad.datasource" });
      expect(message).toContain("datasources/bad.datasource:");
    });

    test("with a type that ClickHouse does not know", async () => {
      const project = await temporaryProject({
        "bad.datasource": datasource.replace("String", "Strinng"),
      });
      const { failure: why, message } = await failure({ project });
      expect(why).toMatchObject({ code: "datafile_invalid", file: "bad.datasource" });
      expect(message).toContain("Strinng");
    });

    test("with one name in two datafiles", async () => {
      const project = await temporaryProject({
        "same.datasource": datasource,
        "endpoints/same.pipe": "NODE n\nSQL >\n    SELECT 1\n",
      });
      const { message } = await failure({ project });
      expect(message).toContain('"same" is in "endpoints/same.pipe" too');
    });

    test("without a project folder", async () => {
      const project = join(await temporaryDirectory(), "nowhere");
      expect(await failure({ project })).toMatchObject({ code: "project_unreadable" });
    });

    test("on a port that is taken", async () => {
      const other = createServer().listen(0, "127.0.0.1");
      onTestFinished(() => void other.close());
      await new Promise((resolve) => other.once("listening", resolve));
      const address = other.address();
      const port = typeof address === "object" ? (address?.port ?? 0) : 0;
      const { failure: why } = await failure({ port });
      expect(why).toEqual({
        code: "address_unavailable",
        host: "127.0.0.1",
        port,
        reason: "the port is taken",
      });
    });

    test("on a directory that another server has, which goes on", async () => {
      const data = await temporaryDirectory();
      const first = await start({ data });
      const from = performance.now();
      const { failure: why } = await failure({ data });
      // It is not ending, so nobody waits for it.
      expect(performance.now() - from).toBeLessThan(6_000);
      expect(why).toEqual({
        code: "data_locked",
        data: join(data, "clickhouse"),
        pid: first.pid,
      });
      expect(await client(first).append("orders", '{"id":"x"}')).toMatchObject({ status: 200 });
    });

    test("on a data path that is no directory", async () => {
      const data = join(await temporaryDirectory(), "file");
      await writeFile(data, "");
      for (const path of [data, join(data, "below")]) {
        const { code, message } = await failure({ data: path });
        expect(code).toBe("data_unusable");
        expect(message).toBe(`Cannot open "${path}" as it must be a directory: there is a file`);
      }
    });

    test.each(["data", "project"] as const)("with an empty path as %s", async (option) => {
      const { failure: why, message } = await failure({ [option]: "" });
      expect(why).toMatchObject({ code: "option_invalid", option });
      expect(message).toContain("it must be the path of a directory: current value is empty");
    });

    test("with limits that it could not keep", async () => {
      expect((await failure({ reads: 0 })).failure).toMatchObject({ option: "reads" });
      const { failure: why } = await failure({ queryLimits: { seconds: Number.NaN } });
      expect(why).toMatchObject({ code: "option_invalid", option: "queryLimits.seconds" });
    });

    test("off the loopback without a token, and with a token that is short", async () => {
      expect((await failure({ host: "0.0.0.0" })).failure).toMatchObject({ option: "host" });
      expect((await failure({ token: "short" })).failure).toMatchObject({ option: "token" });
    });

    test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
      "with %s requests a second",
      async (requestsPerSecond) => {
        const { failure: why, message } = await failure({ requestsPerSecond });
        expect(why).toMatchObject({ code: "option_invalid", option: "requestsPerSecond" });
        expect(message).toContain(`current value is ${requestsPerSecond}`);
      },
    );

    test("with a log level that is none", async () => {
      // @ts-expect-error what a caller without types may give
      const { failure: why, message } = await failure({ logLevel: "verbose" });
      expect(why).toMatchObject({ code: "option_invalid", option: "logLevel" });
      expect(message).toContain("one of trace, debug, info, warn, error, fatal, silent");
    });

    test("with a temporary directory where none can be made", async () => {
      const file = join(await temporaryDirectory(), "file");
      await writeFile(file, "");
      vi.stubEnv("TMPDIR", join(file, "below"));
      onTestFinished(() => void vi.unstubAllEnvs());
      expect(await failure({})).toMatchObject({ code: "data_unusable" });
    });

    test("and removes the temporary directory that it made", async () => {
      const temporaryOnes = await ownTemporaryDirectory();
      await failure({ project: "/nowhere" });
      expect(await temporaryOnes()).toEqual([]);
    });
  });

  test("reads datafiles flat and in folders, and leaves fixtures and tests alone", async () => {
    const project = await temporaryProject({
      "flat.datasource": datasource,
      "datasources/nested.datasource": datasource,
      "fixtures/broken.datasource": "nonsense",
      "tests/broken.pipe": "nonsense",
      "README.md": "# nothing",
    });
    const api = client(await start({ project }));
    const { json } = await api.request("/v0/datasources");
    expect(json.datasources.map(({ name }: { name: string }) => name).sort()).toEqual([
      "flat",
      "nested",
    ]);
  });
});

/** How long appends take, one after the other. */
async function appendTimes(api: ReturnType<typeof client>) {
  const times: number[] = [];
  for (let number = 0; number < 30; number += 1) {
    const from = performance.now();
    expect(await api.append("orders", '{"id":"timed"}')).toMatchObject({ status: 200 });
    times.push(performance.now() - from);
  }
  times.sort((one, other) => one - other);
  const [median = 0, most = 0] = [times[times.length >> 1], times.at(-1)];
  return { median, text: `${median.toFixed(0)} ms (${most.toFixed(0)} at most)` };
}

/** Resolves when the server has taken up what was sent before: it answers in the order of arrival. */
async function arrived(api: ReturnType<typeof client>): Promise<void> {
  await api.request("/v0/datasources");
}
