import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { client } from "../../test/client.ts";
import { shop } from "../../test/shop.ts";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { takeKernelLock } from "../engine/kernel-lock.ts";
import { StartError } from "../start-error.ts";
import { startTinybird, type Tinybird } from "../start-tinybird.ts";
import { storePaths } from "./store-paths.ts";

async function start(data: string): Promise<Tinybird> {
  const tinybird = await startTinybird({ project: shop, data });
  onTestFinished(() => tinybird.stop());
  return tinybird;
}

async function kill(tinybird: Tinybird): Promise<void> {
  process.kill(tinybird.pid, "SIGKILL");
  await tinybird.ended;
}

async function failure(starting: Promise<unknown>): Promise<StartError> {
  const outcome = await starting.catch((cause: unknown) => cause);
  if (outcome instanceof StartError) return outcome;
  throw new Error("it started", { cause: outcome });
}

/** Starts that many servers on a directory at once; gives the only one that listens. */
async function race(data: string, starts: number): Promise<Tinybird> {
  const outcomes = await Promise.allSettled(Array.from({ length: starts }, () => start(data)));
  const winners = outcomes.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const losers = outcomes.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  const [winner] = winners;
  if (winner === undefined) throw new Error("none listens", { cause: losers });
  expect(winners).toHaveLength(1);
  const code = "data_locked";
  for (const loser of losers) {
    expect(loser.failure).toEqual({ code, data: storePaths(data).store, pid: winner.pid });
  }
  return winner;
}

const ids = async (tinybird: Tinybird) =>
  (await client(tinybird).rows("SELECT id FROM orders ORDER BY id")).map(({ id }) => id);

async function killedWithRows(): Promise<string> {
  const data = await temporaryDirectory();
  const first = await start(data);
  await client(first).append("orders", '{"id":"a"}\n{"id":"b"}');
  await kill(first);
  return data;
}

describe.runIf(process.platform === "linux")(
  "a data directory that several servers start on at once",
  () => {
    test("goes to one of them when it is new", async () => {
      for (const starts of [2, 3, 3]) {
        const data = await temporaryDirectory();
        const winner = await race(data, starts);
        await client(winner).append("orders", '{"id":"new"}');
        await kill(winner);
        const next = await start(data);
        expect(await ids(next)).toEqual(["new"]);
        await kill(next);
      }
    });

    test.each([
      ["whole", async () => undefined, undefined],
      ["without its stamp", (data: string) => rm(storePaths(data).stamp), "unfinished"],
      [
        "without its store",
        (data: string) => rm(storePaths(data).store, { recursive: true }),
        "missing",
      ],
    ] as const)(
      "goes to one of them, with every row, when it is %s",
      async (_, damage, rebuilt) => {
        const data = await killedWithRows();
        const expected = ["a", "b"];
        for (const starts of [2, 3, 3]) {
          await damage(data);
          const winner = await race(data, starts);
          expect(winner.recovery.rebuilt).toBe(rebuilt);
          expect(await ids(winner)).toEqual(expected);
          const id = `c${expected.length}`;
          await client(winner).append("orders", JSON.stringify({ id }));
          expected.push(id);
          await kill(winner);
        }
      },
    );
  },
);

describe.runIf(process.platform === "linux")("lockData", () => {
  test("does not take a process for the holder that has the id of one that was", async () => {
    const data = await killedWithRows();
    const { store, stamp, pid } = storePaths(data);
    const status = join(store, "status");
    const left = (await readFile(status, "utf8")).replace(/^PID: .*$/m, `PID: ${process.pid}`);
    expect(left).toContain(`PID: ${process.pid}\n`);
    await writeFile(status, left);
    await writeFile(join(store, "holder"), `${process.pid} ${process.ppid}\n`);
    await writeFile(pid, `${process.pid}\n`);
    await rm(stamp);
    const tinybird = await start(data);
    expect(tinybird.recovery.rebuilt).toBe("unfinished");
    expect(await ids(tinybird)).toEqual(["a", "b"]);
  });

  test("names no process when it does not know which one has the directory", async () => {
    const data = await temporaryDirectory();
    const gone = await start(data);
    await kill(gone);
    expect(await readFile(storePaths(data).pid, "utf8")).toBe(`${gone.pid}\n`);
    expect(await takeKernelLock(data)).toBe("ours");
    const { failure: why, message } = await failure(start(data));
    expect(why).toEqual({ code: "data_locked", data: storePaths(data).store, pid: 0 });
    expect(message).toMatch(/another process has it$/);
  });
});
