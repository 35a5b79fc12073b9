import { readdir, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { removeReplaced, segmentPath } from "./log-files.ts";

/** Makes a log of segments that begin with these records. */
async function logOf(...firsts: number[]): Promise<string> {
  const directory = await temporaryDirectory();
  for (const first of firsts) await writeFile(segmentPath(directory, first), "");
  return directory;
}

describe("removeReplaced", () => {
  test("keeps the segment that was begun while the snapshot was being written", async () => {
    const directory = await logOf(1, 3, 6);
    await removeReplaced(directory, { upTo: 5, last: 5, isWritten: true });
    expect(await readdir(directory)).toEqual(["000000000006.log"]);
  });

  test("keeps a segment that has records after the snapshot", async () => {
    const directory = await logOf(1, 3);
    await removeReplaced(directory, { upTo: 4, last: 5, isWritten: true });
    expect(await readdir(directory)).toEqual(["000000000003.log"]);
  });

  test("removes the last segment too, once the snapshot has all of its records", async () => {
    const directory = await logOf(1, 3);
    await removeReplaced(directory, { upTo: 5, last: 5, isWritten: true });
    expect(await readdir(directory)).toEqual([]);
  });

  test("removes a segment without a record when nobody writes", async () => {
    const directory = await logOf(1, 6);
    await removeReplaced(directory, { upTo: 5, last: 5 });
    expect(await readdir(directory)).toEqual([]);
  });
});
