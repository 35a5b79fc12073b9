import { mkdir, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { takeKernelLock } from "./kernel-lock.ts";

describe.runIf(process.platform === "linux")("takeKernelLock", () => {
  test("gives a directory to one, under every path and name that it has", async () => {
    const parent = await temporaryDirectory();
    const directory = join(parent, "directory");
    const link = join(parent, "link");
    const renamed = join(parent, "renamed");
    await mkdir(directory);
    await symlink(directory, link);
    expect(await takeKernelLock(directory)).toBe("ours");
    expect(await takeKernelLock(directory)).toBe("theirs");
    expect(await takeKernelLock(link)).toBe("theirs");
    await rename(directory, renamed);
    expect(await takeKernelLock(renamed)).toBe("theirs");
  });

  test("has a lock for every directory, also for one in the place of one that is gone", async () => {
    const directory = join(await temporaryDirectory(), "directory");
    for (let round = 0; round < 5; round += 1) {
      await mkdir(directory);
      expect(await takeKernelLock(directory)).toBe("ours");
      await rm(directory, { recursive: true });
    }
  });
});
