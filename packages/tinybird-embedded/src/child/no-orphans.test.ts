import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { processesWith } from "../../test/processes-with.ts";
import { shop } from "../../test/shop.ts";
import { temporaryDirectory } from "../../test/temporary-directory.ts";

const starts = 50;
const atOnce = 5;

/** Ends a parent, in this way or that. */
type End = (parent: ChildProcess) => unknown;

const signal =
  (name: NodeJS.Signals): End =>
  (parent) =>
    parent.kill(name);
const groupSignal =
  (name: NodeJS.Signals): End =>
  ({ pid }) =>
    pid !== undefined && process.kill(-pid, name);
const told =
  (way: string): End =>
  (parent) =>
    parent.send(way);

const ways: Readonly<Record<string, End>> = {
  SIGKILL: signal("SIGKILL"),
  SIGTERM: signal("SIGTERM"),
  SIGINT: signal("SIGINT"),
  SIGHUP: signal("SIGHUP"),
  "SIGKILL to the group": groupSignal("SIGKILL"),
  "SIGTERM to the group": groupSignal("SIGTERM"),
  "SIGINT to the group": groupSignal("SIGINT"),
  "SIGSTOP, then SIGKILL": async (parent) => {
    parent.kill("SIGSTOP");
    await sleep(200);
    parent.kill("SIGKILL");
  },
  "process.exit": told("exit"),
  "process.abort": told("abort"),
  "an uncaught exception": told("throw"),
  "a closed channel": told("disconnect"),
};

/** Starts a parent that begins to start a server; `reached` has how far it came. */
function startParent(marker: string, directory: string) {
  const parent = fork(
    fileURLToPath(new URL("../../test/doomed-parent.ts", import.meta.url)),
    [shop],
    {
      execArgv: ["--import", import.meta.resolve("tsx")],
      env: { ...process.env, DOOMED: marker, TMPDIR: directory },
      cwd: directory,
      // A group of its own, which can be killed without this process.
      detached: true,
      // The exceptions that it is told to throw are no news.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    },
  );
  const reached = new Set<unknown>();
  parent.on("message", (place) => reached.add(place));
  const ended = once(parent, "exit");
  return { parent, reached, ended };
}

describe("the server's process", () => {
  test(`ends with its parent, ${starts} times at any moment and in any way, and leaves nothing behind`, async () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
    const marker = `doomed-${randomUUID()}`;
    const directory = await temporaryDirectory();
    onTestFinished(() => {
      for (const pid of processesWith(marker)) process.kill(pid, "SIGKILL");
    });
    const first = startParent(marker, directory);
    const from = performance.now();
    await expect.poll(() => first.reached.has("listening"), { timeout: 30_000 }).toBe(true);
    const longest = performance.now() - from;
    first.parent.kill("SIGKILL");

    const moment = fc.record({
      listens: fc.constantFrom(false, false, true),
      share: fc.noBias(fc.integer({ min: 0, max: 999 })).map((number) => number / 1_000),
    });
    const moments = fc.sample(moment, { seed, numRuns: starts });
    const names = Object.keys(ways);
    const seen = { unforked: 0, starting: 0, listening: 0 };
    const slow: string[] = [];
    const run = async (number: number, { listens, share }: (typeof moments)[number]) => {
      const way = names[number % names.length] ?? "";
      const { parent, reached, ended } = startParent(marker, directory);
      if (listens)
        await expect.poll(() => reached.has("listening"), { timeout: 60_000 }).toBe(true);
      await sleep(share * (listens ? 300 : longest));
      if (reached.has("listening")) seen.listening += 1;
      else if (reached.has("forked")) seen.starting += 1;
      else seen.unforked += 1;
      await ways[way]?.(parent);
      const late = setTimeout(() => slow.push(`${number}: ${way}`), 20_000);
      await ended;
      clearTimeout(late);
    };
    const queue = moments.map((moment, number) => () => run(number, moment));
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next();
      }),
    );
    console.log(`seed ${seed}: ended ${JSON.stringify(seen)}`);
    await expect
      .poll(() => processesWith(marker), { timeout: 20_000, message: `seed ${seed}` })
      .toEqual([]);
    expect(slow).toEqual([]);
    const left = (await readdir(directory)).filter((name) => name.startsWith("tinybird-"));
    expect(left, `seed ${seed}`).toEqual([]);
    // Otherwise it has not tried what it is there for.
    expect(seen.starting).toBeGreaterThan(0);
    expect(seen.listening).toBeGreaterThan(0);
  }, 180_000);
});
