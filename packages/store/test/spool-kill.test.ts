import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { drainSpool } from "../src/spool.ts";
import { startFaultyTinybird } from "./faulty-tinybird.ts";
import { spoolFolder } from "./spool-folder.ts";
import { uid } from "./spool-row.ts";

const main = fileURLToPath(new URL("./spool-child.ts", import.meta.url));
const execArgv = ["--conditions=@audit/source", "--import", import.meta.resolve("tsx")];

function startAdding(...given: readonly (string | number)[]) {
  const child: ChildProcess = fork(main, given.map(String), { execArgv });
  onTestFinished(() => void child.kill("SIGKILL"));
  const acknowledged: number[] = [];
  const told = (message: unknown) => {
    // Safe: these are the messages that it sends.
    const { acknowledged: number } = message as { acknowledged?: number };
    if (number !== undefined) acknowledged.push(number);
  };
  child.on("message", told);
  return { child, acknowledged };
}

/** The numbers of a run that came, each once, in the order in which they first came. */
function arrived(uids: readonly string[], first: number): number[] {
  const own = [...new Set(uids)].map((each) => Number(each.slice(4)));
  return own.filter((number) => number >= first && number < first + 100_000);
}

describe("a process that is killed while it adds", () => {
  test("loses nothing that was acknowledged, and nothing comes out of order", async () => {
    const directory = await spoolFolder();
    const tinybird = await startFaultyTinybird();
    onTestFinished(tinybird.close);
    const drain = () => drainSpool({ directory, transport: tinybird.transport });
    const url = tinybird.url;
    let torn = 0;
    let acknowledgedInAll = 0;
    const kills = 12;
    for (let kill = 0; kill < kills; kill += 1) {
      const first = 1 + kill * 100_000;
      const { child, acknowledged } = startAdding(directory, url, first);
      // In every second round this process drains while the other one adds.
      const isDraining = kill % 2 === 1;
      while (acknowledged.length < 20 + kill * 37) {
        if (isDraining) await drain();
        await once(child, "message");
      }
      child.kill("SIGKILL");
      await once(child, "close");
      const result = await drain();
      expect(result).toMatchObject({ outcome: "empty", corrupt: 0, setAside: 0 });
      torn += result.torn;
      acknowledgedInAll += acknowledged.length;
      const got = arrived(tinybird.uids, first);
      expect(got.length).toBeGreaterThanOrEqual(acknowledged.length);
      // All of them from the first on, without a hole: so every acknowledged one, in order.
      expect(got).toEqual(got.map((_, index) => first + index));
      expect(got.at(-1)).toBeGreaterThanOrEqual(Math.max(...acknowledged));
    }
    console.log(`${kills} kills, ${acknowledgedInAll} acknowledged, ${torn} torn`);
    expect(tinybird.uids).toHaveLength(new Set(tinybird.uids).size);
  }, 120_000);

  test("leaves nothing locked: a drain that is killed is followed by another at once", async () => {
    const directory = await spoolFolder();
    const tinybird = await startFaultyTinybird();
    onTestFinished(tinybird.close);
    const { child } = startAdding(directory, tinybird.url, 1, 5, "drain");
    let answer = () => {};
    tinybird.answer = () =>
      new Promise((resolve) => {
        answer = () => resolve({ status: 200 });
      });
    await expect.poll(() => tinybird.requests.length, { timeout: 30_000 }).toBe(1);
    const drain = () => drainSpool({ directory, transport: tinybird.transport });
    expect((await drain()).outcome).toBe("held");
    child.kill("SIGKILL");
    await once(child, "close");
    answer();
    tinybird.answer = () => ({ status: 200 });
    expect(await drain()).toMatchObject({ outcome: "empty", sent: 5 });
    expect(new Set(tinybird.uids)).toEqual(new Set([1, 2, 3, 4, 5].map(uid)));
  }, 60_000);

  test("shares a directory with others that add and drain", async () => {
    const directory = await spoolFolder();
    const tinybird = await startFaultyTinybird();
    onTestFinished(tinybird.close);
    const first = startAdding(directory, tinybird.url, 1, 300, "drain");
    const second = startAdding(directory, tinybird.url, 100_001, 300, "drain");
    await Promise.all([once(first.child, "close"), once(second.child, "close")]);
    await drainSpool({ directory, transport: tinybird.transport });
    for (const start of [1, 100_001]) {
      const got = arrived(tinybird.uids, start);
      expect(got).toEqual(Array.from({ length: 300 }, (_, index) => start + index));
    }
    expect(tinybird.uids).toHaveLength(600);
  }, 60_000);
});
