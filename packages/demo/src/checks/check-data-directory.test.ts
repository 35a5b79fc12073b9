import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkDataDirectory } from "./check-data-directory.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-demo-data-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("checkDataDirectory", () => {
  test("takes what is not there or empty to keep data in, and not to answer from", async () => {
    const absent = join(folder, "absent");
    for (const data of [absent, folder]) {
      await checkDataDirectory(data, false);
      await expect(checkDataDirectory(data, true)).rejects.toThrow(
        /answer from ".*" as checks must have been kept there, and nothing is/,
      );
    }
    expect(existsSync(absent)).toBe(false);
  });

  test("takes a directory of its own, also one whose first start was cut off", async () => {
    await mkdir(join(folder, "clickhouse"));
    await checkDataDirectory(folder, false);
    await writeFile(join(folder, "tokens.json"), "{}");
    await checkDataDirectory(folder, false);
    await checkDataDirectory(folder, true);
  });

  test("refuses a file, a place below a file, and a directory of others", async () => {
    const file = join(folder, "clickhouse");
    await writeFile(file, "");
    for (const isKept of [true, false]) {
      await expect(checkDataDirectory(file, isKept)).rejects.toThrow(/must be a directory/);
      await expect(checkDataDirectory(join(file, "x"), isKept)).rejects.toThrow(
        /must be a directory/,
      );
      await writeFile(join(folder, "thesis.txt"), "");
      await expect(checkDataDirectory(folder, isKept)).rejects.toThrow(/it holds other files/);
    }
  });
});
