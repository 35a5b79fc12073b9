import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { spoolFolder } from "../../test/spool-folder.ts";
import { acquireDrainLock } from "./drain-lock.ts";
import { announce, isAlive } from "./presence.ts";
import { listSpool, lockPath } from "./spool-files.ts";

async function folder(): Promise<string> {
  const directory = await spoolFolder();
  await mkdir(directory, { recursive: true });
  return directory;
}

describe("acquireDrainLock", () => {
  test("gives the lock to one at a time", async () => {
    const directory = await folder();
    const release = await acquireDrainLock(directory);
    expect(release).toBeDefined();
    expect(await acquireDrainLock(directory)).toBeUndefined();
    await release?.();
    const next = await acquireDrainLock(directory);
    expect(next).toBeDefined();
    await next?.();
  });

  test("never has two holders when many come at once, again and again", async () => {
    const directory = await folder();
    let holders = 0;
    let most = 0;
    let times = 0;
    const contend = async () => {
      for (let round = 0; round < 15; round += 1) {
        const release = await acquireDrainLock(directory);
        if (release === undefined) continue;
        holders += 1;
        times += 1;
        most = Math.max(most, holders);
        await new Promise((resolve) => setImmediate(resolve));
        holders -= 1;
        await release();
      }
    };
    await Promise.all(Array.from({ length: 8 }, contend));
    expect(most).toBe(1);
    expect(times).toBeGreaterThan(1);
    expect((await listSpool(directory)).locks.length).toBeLessThanOrEqual(8);
  });

  test("leaves one file behind", async () => {
    const directory = await folder();
    for (let round = 0; round < 5; round += 1) await (await acquireDrainLock(directory))?.();
    expect((await listSpool(directory)).locks).toEqual([5]);
  });

  test("works where the path is too long for the address of a socket", async () => {
    const directory = join(await folder(), "long".repeat(30));
    await mkdir(directory);
    const release = await acquireDrainLock(directory);
    expect(release).toBeDefined();
    expect(await acquireDrainLock(directory)).toBeUndefined();
    await release?.();
    expect(await isAlive(lockPath(directory, 1))).toBe(false);
  });
});

describe("announce", () => {
  test("is alive under every name until it is closed, and never again", async () => {
    const directory = await folder();
    const presence = await announce(directory);
    const name = join(dirname(presence.path), "name.sock");
    await rename(presence.path, name);
    expect(await isAlive(name)).toBe(true);
    await presence.close();
    expect(await isAlive(name)).toBe(false);
    expect(await isAlive(join(directory, "never"))).toBe(false);
  });
});
