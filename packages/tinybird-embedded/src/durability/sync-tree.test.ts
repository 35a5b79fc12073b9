import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { syncTree } from "./sync-tree.ts";

describe("syncTree", () => {
  test("takes files and directories of any depth, and links that lead nowhere", async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, "a/b/c"), { recursive: true });
    for (let number = 0; number < 100; number += 1)
      await writeFile(join(directory, `a/b/${number}`), "text");
    await symlink(join(directory, "nowhere"), join(directory, "link"));
    await expect(syncTree(directory)).resolves.toBeUndefined();
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
