import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { StartError } from "../start-error.ts";
import { startTinybird, type TinybirdOptions } from "../start-tinybird.ts";

async function start(data: string, options: Partial<TinybirdOptions> = {}) {
  const tinybird = await startTinybird({ project: shop, data, ...options });
  onTestFinished(() => tinybird.stop());
  const kill = async () => {
    process.kill(tinybird.pid, "SIGKILL");
    await tinybird.ended;
  };
  return { ...tinybird, ...client(tinybird), kill };
}

type Server = Awaited<ReturnType<typeof start>>;

const order = (id: string, more: object = {}) =>
  JSON.stringify({ id, customer: { name: `customer of ${id}` }, amount: 2, ...more });

/** Everything that a server has, value by value. */
async function content(server: Server) {
  return {
    orders: await server.rows("SELECT * FROM orders ORDER BY id, placed_at"),
    quarantined: await server.rows("SELECT * FROM orders_quarantine ORDER BY c__error"),
    sales: await server.rows(
      "SELECT customer, sum(total) AS total, sum(orders) AS orders FROM sales GROUP BY customer ORDER BY customer",
    ),
  };
}

/** Rows in several records: with defaults, with a misfit, over several partitions. */
async function fill(server: Server) {
  await server.append("orders", order("a"));
  await server.append("orders", `${order("b")}\n${order("bad", { amount: "x" })}`);
  const years = [2020, 2021, 2022].map((year) => order(`y${year}`, { placed_at: `${year}-05-05` }));
  await server.append("orders", years.join("\n"));
}

const segments = async (data: string) =>
  (await readdir(join(data, "log"))).filter((name) => name.endsWith(".log")).sort();
const lastSegment = async (data: string) => join(data, "log", (await segments(data)).at(-1) ?? "");

async function failure(starting: Promise<unknown>): Promise<StartError> {
  const outcome = await starting.catch((cause: unknown) => cause);
  if (outcome instanceof StartError) return outcome;
  throw new Error("it started", { cause: outcome });
}

/** Does what a compaction does before a kill, in a process of its own: chDB opens one directory in each. */
async function leaveCopies(store: string): Promise<void> {
  const script = `import { Session } from "chdb";
    const session = new Session(process.argv[1]);
    session.query("CREATE DATABASE tb_snapshot ENGINE = Atomic");
    process.kill(process.pid, "SIGKILL");`;
  const left = execFile(process.execPath, ["--input-type=module", "-e", script, store], {
    cwd: import.meta.dirname,
  });
  await once(left, "close");
}

async function changeStamp(data: string, change: (stamp: object) => object) {
  const file = join(data, "store.json");
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, "utf8")))));
}

describe("a store", () => {
  test("has after a kill what it had before, every default included", async () => {
    const data = await temporaryDirectory();
    const first = await start(data);
    await fill(first);
    const before = await content(first);
    await first.kill();
    const second = await start(data);
    expect(second.recovery).toMatchObject({ torn: 0, damage: [] });
    expect(await content(second)).toEqual(before);
  });

  test("brings nothing in twice, however often it is killed", async () => {
    const data = await temporaryDirectory();
    const first = await start(data);
    await fill(first);
    const before = await content(first);
    await first.kill();
    for (let round = 0; round < 3; round += 1) await (await start(data)).kill();
    expect(await content(await start(data))).toEqual(before);
  });

  test("has nothing to bring in after a stop", async () => {
    const data = await temporaryDirectory();
    const first = await start(data);
    await fill(first);
    await first.stop();
    expect((await start(data)).recovery).toEqual({ replayed: 0, torn: 0, damage: [] });
  });

  test("is not rebuilt when the machine ended after a stop", async () => {
    const data = await temporaryDirectory();
    const first = await start(data);
    await fill(first);
    await first.stop();
    await changeStamp(data, (stamp) => ({ ...stamp, boot: "another" }));
    expect((await start(data)).recovery).toEqual({ replayed: 0, torn: 0, damage: [] });
  });

  test("keeps what was answered with 202, which may not be inserted yet", async () => {
    const data = await temporaryDirectory();
    const first = await start(data);
    const ids = Array.from({ length: 40 }, (_, number) => `order ${number}`);
    const answers = await Promise.all(
      ids.map((id) => first.request("/v0/events?name=orders", { method: "POST", body: order(id) })),
    );
    await first.kill();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const { orders, sales } = await content(await start(data));
    expect(orders.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(sales.map((sale) => sale.orders)).toEqual(ids.map(() => 1));
  });

  test("does not have again what was truncated or deleted", async () => {
    const data = await temporaryDirectory();
    const first = await start(data);
    await fill(first);
    const form = new URLSearchParams({ delete_condition: "id = 'a'" });
    await first.request("/v0/datasources/orders/delete", { method: "POST", body: form });
    await first.request("/v0/datasources/orders_quarantine/truncate", { method: "POST" });
    await first.append("orders", order("after"));
    const before = await content(first);
    expect(before.orders.map(({ id }) => id)).toEqual(["after", "b", "y2020", "y2021", "y2022"]);
    await first.kill();
    const second = await start(data);
    expect(await content(second)).toEqual(before);
    await second.kill();
    await rm(join(data, "clickhouse"), { recursive: true });
    expect(await content(await start(data))).toEqual(before);
  });

  test("has no copies of its tables any more that a killed process left behind", async () => {
    const data = await temporaryDirectory();
    await (await start(data)).stop();
    const store = join(data, "clickhouse");
    await leaveCopies(store);
    const copies = async () =>
      (await readdir(join(store, "metadata"))).filter((name) => name.startsWith("tb_snapshot"));
    expect(await copies()).not.toEqual([]);
    await start(data);
    expect(await copies()).toEqual([]);
  });

  describe("is rebuilt from its log", () => {
    test.each([
      [
        "when another version of ClickHouse's library wrote it",
        "version",
        (data: string) => changeStamp(data, (stamp) => ({ ...stamp, libchdb: "25.1.1.1" })),
      ],
      [
        "when the machine ended under it",
        "reboot",
        (data: string) => changeStamp(data, (stamp) => ({ ...stamp, boot: "another" })),
      ],
      [
        "when the machine ended under it, soon after a start",
        "reboot",
        async (data: string) => {
          await (await start(data)).stop();
          await (await start(data)).kill();
          await changeStamp(data, (stamp) => ({ ...stamp, boot: "another" }));
        },
      ],
      [
        "when it belongs to another log",
        "log",
        (data: string) => changeStamp(data, (stamp) => ({ ...stamp, log: "another" })),
      ],
      [
        "when it is missing",
        "missing",
        (data: string) => rm(join(data, "clickhouse"), { recursive: true }),
      ],
      [
        "when the process ended while it was being changed",
        "unfinished",
        (data: string) => rm(join(data, "store.json")),
      ],
    ] as const)("%s, to the last value", async (_, rebuilt, damage) => {
      const data = await temporaryDirectory();
      const first = await start(data);
      await fill(first);
      const before = await content(first);
      await first.kill();
      await damage(data);
      const second = await start(data);
      expect(second.recovery).toMatchObject({ rebuilt });
      expect(await content(second)).toEqual(before);
      expect((await readdir(data)).includes("clickhouse.before")).toBe(rebuilt === "log");
      await second.append("orders", order("next"));
      await second.kill();
      const third = await start(data);
      expect(third.recovery.rebuilt).toBeUndefined();
      expect((await content(third)).orders).toHaveLength(before.orders.length + 1);
    });

    test("brings nothing in twice when it is killed right afterwards", async () => {
      const data = await temporaryDirectory();
      const first = await start(data);
      await fill(first);
      const before = await content(first);
      await first.kill();
      await rm(join(data, "clickhouse"), { recursive: true });
      await (await start(data)).kill();
      expect(await content(await start(data))).toEqual(before);
    });

    test("from a snapshot and what came after it", async () => {
      const data = await temporaryDirectory();
      const first = await start(data, { compactAfterBytes: 0 });
      await fill(first);
      await first.stop();
      const second = await start(data);
      await second.append("orders", order("after"));
      const before = await content(second);
      await second.kill();
      await rm(join(data, "clickhouse"), { recursive: true });
      expect(await content(await start(data))).toEqual(before);
    });
  });

  test("of the version before, which kept no log, is taken over as it is", async () => {
    const data = await temporaryDirectory();
    const first = await start(data);
    await fill(first);
    const before = await content(first);
    await first.stop();
    await rm(join(data, "log"), { recursive: true });
    await rm(join(data, "store.json"));
    const second = await start(data);
    expect(await content(second)).toEqual(before);
    await second.append("orders", order("next"));
    await second.kill();
    await rm(join(data, "clickhouse"), { recursive: true });
    expect((await content(await start(data))).orders).toHaveLength(before.orders.length + 1);
  });

  test("cannot be opened by a second server, which changes nothing of it", async () => {
    const data = await temporaryDirectory();
    const first = await start(data);
    await fill(first);
    const before = await content(first);
    await rm(join(data, "store.json"));
    expect(await failure(start(data))).toMatchObject({ code: "data_locked" });
    expect(await content(first)).toEqual(before);
  });
});

describe("the log", () => {
  test("is replaced by a snapshot when it is large, and takes no more room than that", async () => {
    const data = await temporaryDirectory();
    const server = await start(data, { compactAfterBytes: 50_000 });
    const batch = Array.from({ length: 100 }, (_, number) => order(`order ${number}`)).join("\n");
    for (let round = 0; round < 20; round += 1) await server.append("orders", batch);
    await server.stop();
    const sizes = await Promise.all(
      (await segments(data)).map(async (name) => (await stat(join(data, "log", name))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000);
    await rm(join(data, "clickhouse"), { recursive: true });
    const { orders, sales } = await content(await start(data));
    expect(orders).toHaveLength(2_000);
    expect(sales[0]).toMatchObject({ total: 40, orders: 20 });
  });

  test("no longer has a row that was deleted, once it is compacted", async () => {
    const data = await temporaryDirectory();
    const server = await start(data);
    await server.append("orders", order("secret-of-the-test"));
    await server.append("orders", order("kept"));
    const has = async () =>
      (await readFile(await lastSegment(data)).catch(() => Buffer.from(""))).includes("secret-of");
    expect(await has()).toBe(true);
    const form = new URLSearchParams({ delete_condition: "id = 'secret-of-the-test'" });
    await server.request("/v0/datasources/orders/delete", { method: "POST", body: form });
    await expect.poll(has, { timeout: 20_000 }).toBe(false);
  });

  test("is cut where its last record is torn, and says so", async () => {
    const data = await temporaryDirectory();
    const first = await start(data);
    await fill(first);
    const before = await content(first);
    await first.kill();
    const file = await lastSegment(data);
    await writeFile(file, "#00000123 4567abcd 0000", { flag: "a" });
    const second = await start(data);
    expect(second.recovery).toMatchObject({ torn: 23 });
    expect(await content(second)).toEqual(before);
    await second.append("orders", order("next"));
    await second.kill();
    const third = await start(data);
    expect(third.recovery).toMatchObject({ torn: 0 });
    expect((await content(third)).orders).toHaveLength(before.orders.length + 1);
  });

  describe("with a record that is not what was written", () => {
    async function corrupt() {
      const data = await temporaryDirectory();
      const first = await start(data);
      await fill(first);
      const before = await content(first);
      await first.kill();
      const file = await lastSegment(data);
      const bytes = await readFile(file);
      const at = bytes.indexOf('"id":"b"');
      bytes[at + 7] = "X".charCodeAt(0);
      await writeFile(file, bytes);
      return { data, file, before };
    }

    test("stops the start, says where and what to do, and changes nothing", async () => {
      const { data, file } = await corrupt();
      const copy = await temporaryDirectory();
      await cp(join(data, "log"), copy, { recursive: true });
      const { failure: why, message } = await failure(start(data));
      expect(why).toMatchObject({ code: "log_corrupt", file });
      expect(message).toContain("--repair-log");
      for (const name of await readdir(copy)) {
        if (!name.endsWith(".log")) continue;
        expect(await readFile(join(data, "log", name))).toEqual(await readFile(join(copy, name)));
      }
    });

    test("is repaired on demand without loss while the store has its rows", async () => {
      const { data, before } = await corrupt();
      const second = await start(data, { repairLog: true });
      expect(second.recovery.damage).toHaveLength(2);
      expect(await content(second)).toEqual(before);
      expect(await readdir(join(data, "log", "set-aside"))).toHaveLength(1);
      await second.kill();
      await rm(join(data, "clickhouse"), { recursive: true });
      expect(await content(await start(data))).toEqual(before);
    });

    test("keeps a store that must be rebuilt where it is", async () => {
      const { data } = await corrupt();
      await changeStamp(data, (stamp) => ({ ...stamp, libchdb: "25.1.1.1" }));
      expect(await failure(start(data))).toMatchObject({ code: "log_corrupt" });
      expect(await readdir(join(data, "clickhouse"))).toContain("store");
      const repaired = await start(data, { repairLog: true });
      expect(repaired.recovery).toMatchObject({ rebuilt: "version" });
      const { orders } = await content(repaired);
      expect(orders.map(({ id }) => id)).toEqual(["a", "y2020", "y2021", "y2022"]);
    });
  });

  test("with a snapshot that is not what was written stops a rebuild", async () => {
    const data = await temporaryDirectory();
    const first = await start(data, { compactAfterBytes: 0 });
    await fill(first);
    await first.stop();
    const snapshot = (await readdir(join(data, "log"))).find((name) => name.startsWith("snapshot"));
    const file = join(data, "log", snapshot ?? "", "orders.native.zst");
    const bytes = await readFile(file);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    await writeFile(file, bytes);
    await (await start(data)).stop();
    await rm(join(data, "store.json"));
    const { failure: why } = await failure(start(data));
    expect(why).toMatchObject({ code: "log_corrupt", file: expect.stringContaining("orders") });
  });
});
