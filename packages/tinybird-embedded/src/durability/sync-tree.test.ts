import { mkdir, open, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { syncTree } from "./sync-tree.ts";

/** Counts what is synced from now on; no test sees a disk forget. */
async function countSyncs(): Promise<() => number> {
  const handle = await open(await temporaryDirectory());
  const spy = vi.spyOn(Object.getPrototypeOf(handle), "sync");
  await handle.close();
  onTestFinished(() => spy.mockRestore());
  return () => spy.mock.calls.length;
}

describe("syncTree", () => {
  test("syncs files and directories of any depth, and no link that leads nowhere", async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, "a/b/c"), { recursive: true });
    for (let number = 0; number < 100; number += 1)
      await writeFile(join(directory, `a/b/${number}`), "text");
    await symlink(join(directory, "nowhere"), join(directory, "link"));
    const synced = await countSyncs();
    await syncTree(directory);
    const [files, directories] = [100, 4];
    expect(synced()).toBe(files + directories);
  });

  test("goes on when files go away meanwhile", async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, "parts"));
    for (let number = 0; number < 200; number += 1)
      await writeFile(join(directory, `parts/${number}`), "text");
    const syncing = syncTree(directory);
    await rm(join(directory, "parts"), { recursive: true });
    await expect(syncing).resolves.toBeUndefined();
  });

  test("says that there is no such directory", async () => {
    const directory = await temporaryDirectory();
    await expect(syncTree(join(directory, "missing"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});
