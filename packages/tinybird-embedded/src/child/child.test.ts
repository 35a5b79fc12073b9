import { fork } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { forkParent } from "../../test/fork-parent.ts";
import { type Load, load } from "../../test/load.ts";
import { ownTemporaryDirectory } from "../../test/own-temporary-directory.ts";
import { shop } from "../../test/shop.ts";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { defaultDurability } from "../durability/durability-options.ts";
import { isRunning } from "../engine/is-running.ts";
import { defaultQueryLimits } from "../query/query-limits.ts";
import { startTinybird, type TinybirdOptions } from "../start-tinybird.ts";
import type { ParentMessage } from "./child-message.ts";

async function start(options: Partial<TinybirdOptions> = {}) {
  const tinybird = await startTinybird({ project: shop, ...options });
  onTestFinished(() => tinybird.stop());
  return tinybird;
}

const endless = "SELECT count() FROM numbers(1000000000000)";

/** Milliseconds that a job takes. */
async function duration(job: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await job();
  return performance.now() - from;
}

const gone = (pid: number) =>
  expect.poll(() => isRunning(pid), { timeout: 20_000, interval: 20 }).toBe(false);

const underWay = ({ acknowledged }: Load) =>
  expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(30);

/** The ids of all orders that a server has. */
async function storedIds(server: Parameters<typeof client>[0]): Promise<Set<string>> {
  const rows: { id: string }[] = await client(server).rows("SELECT id FROM orders");
  return new Set(rows.map(({ id }) => id));
}

describe("the server's process, ending under load", () => {
  test("takes nothing new from stop on, ends promptly, and keeps what it acknowledged", async () => {
    const data = await temporaryDirectory();
    const first = await start({ data });
    const writers = load(first);
    await underWay(writers);
    const before = writers.acknowledged.length;
    const took = await duration(() => first.stop());
    await writers.over;
    expect(took).toBeLessThan(2_500);
    // One per writer was under way, and another may have overtaken the word to stop.
    expect(writers.acknowledged.length - before).toBeLessThan(20);
    for (const { status } of writers.refusals) expect(status).toBe(503);

    const ids = await storedIds(await start({ data }));
    expect(writers.acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  });

  test("takes nothing new once its parent is killed, and removes its temporary directory", async () => {
    const temporaryOnes = await ownTemporaryDirectory();
    const { parent, server } = await forkParent();
    const writers = load(server);
    await underWay(writers);
    const before = writers.acknowledged.length;
    // Not until the process is gone: who reaps it, and when, is up to the machine.
    const took = await duration(async () => {
      parent.kill("SIGKILL");
      await writers.over;
    });
    expect(took).toBeLessThan(2_500);
    expect(writers.acknowledged.length - before).toBeLessThan(20);
    await gone(server.pid);
    await expect.poll(temporaryOnes, { timeout: 10_000 }).toEqual([]);
  });

  test.each(["SIGHUP", "SIGTERM"] as const)(
    "removes its temporary directory when %s ends it and its parent",
    async (signal) => {
      const temporaryOnes = await ownTemporaryDirectory();
      const { parent, server } = await forkParent();
      for (const pid of [server.pid, parent.pid ?? 0]) process.kill(pid, signal);
      await gone(server.pid);
      await expect.poll(temporaryOnes, { timeout: 10_000 }).toEqual([]);
    },
  );

  test("lets the next one have its data right after its parent is killed", async () => {
    const data = await temporaryDirectory();
    const { parent, server } = await forkParent(data);
    const writers = load(server);
    await underWay(writers);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    const second = await start({ data });
    await writers.over;
    const ids = await storedIds(second);
    expect(writers.acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe("the server's process, whose parent is gone before it listens to it", () => {
  test.each([
    ["while its modules load", "await new Promise((end) => setTimeout(end, 500))"],
    ["at once", ""],
  ])("ends without having opened anything: %s", async (_, preload) => {
    const data = await temporaryDirectory();
    const imports = [import.meta.resolve("tsx"), `data:text/javascript,${preload}`];
    const child = fork(fileURLToPath(new URL("child.ts", import.meta.url)), {
      execArgv: imports.flatMap((each) => ["--import", each]),
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const start: ParentMessage = {
      type: "start",
      project: shop,
      data,
      temporary: false,
      cors: [],
      host: "127.0.0.1",
      port: 0,
      bodyLimit: 1_000,
      reads: 1,
      partitionsPerInsert: 1,
      queuedReads: 1,
      fixtures: false,
      ttl: true,
      lenient: false,
      kafka: false,
      secrets: {},
      repairLog: false,
      durability: defaultDurability,
      logLevel: "warn",
      queryLimits: defaultQueryLimits,
    };
    await new Promise<void>((sent) => child.send(start, () => sent()));
    child.disconnect();
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
    expect(await readdir(data)).toEqual([]);
  });
});

describe("the server's process, ending while a query runs that takes long", () => {
  test("ends after its grace when it is stopped", async () => {
    const temporaryOnes = await ownTemporaryDirectory();
    const tinybird = await start({ queryLimits: { seconds: 60 } });
    const slow = client(tinybird)
      .sql(endless)
      .catch(() => "cut off");
    await client(tinybird).request("/v0/datasources");
    const took = await duration(() => tinybird.stop());
    expect(took).toBeGreaterThan(4_000);
    expect(took).toBeLessThan(10_000);
    expect(await slow).toBe("cut off");
    expect(isRunning(tinybird.pid)).toBe(false);
    expect(await temporaryOnes()).toEqual([]);
  });

  test("ends after its grace when its parent is killed, and the next one waits for its data", async () => {
    const data = await temporaryDirectory();
    const { parent, server } = await forkParent(data);
    const slow = client(server)
      .sql(endless)
      .catch(() => "cut off");
    await client(server).request("/v0/datasources");
    parent.kill("SIGKILL");
    await once(parent, "exit");
    const second = await start({ data });
    expect(await slow).toBe("cut off");
    expect(second.pid).not.toBe(server.pid);
    expect(await client(second).append("orders", '{"id":"next"}')).toMatchObject({ status: 200 });
  });

  test("removes its temporary directory when its parent is killed", async () => {
    const temporaryOnes = await ownTemporaryDirectory();
    const { parent, server } = await forkParent();
    const slow = client(server)
      .sql(endless)
      .catch(() => "cut off");
    await client(server).request("/v0/datasources");
    parent.kill("SIGKILL");
    await gone(server.pid);
    expect(await slow).toBe("cut off");
    await expect.poll(temporaryOnes, { timeout: 10_000 }).toEqual([]);
  });
});
