import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Session } from "chdb";
import { beforeAll, describe, expect, test } from "vitest";
import { removeAfterEnd } from "../child/remove-after-end.ts";
import { Lane } from "./lane.ts";

let directory: string;
beforeAll(async () => {
  // One for the file, as chDB opens one directory per process; it goes with the process.
  directory = await mkdtemp(join(tmpdir(), "tinybird-embedded-lane-"));
  removeAfterEnd(directory, process.ppid);
});

describe("Lane", () => {
  test("tries again for the next job when there was no session for one", async () => {
    // Where a file is, no session can be opened.
    const file = join(directory, "file");
    await writeFile(file, "");
    let path = file;
    let opened = 0;
    const lane = new Lane(async () => {
      const session = new Session(path);
      opened += 1;
      return session;
    });
    let ran = false;
    const refused = lane.run(async () => {
      ran = true;
    });
    await expect(refused).rejects.toThrow();
    expect(ran).toBe(false);
    path = join(directory, "store");
    const answers = await Promise.all(
      ["a", "b"].map((each) =>
        lane.run((session) => session.queryAsync(`SELECT '${each}'`, { format: "TSVRaw" })),
      ),
    );
    expect(answers.map((answer) => answer.text().trim())).toEqual(["a", "b"]);
    expect(opened).toBe(1);
  });

  test("runs jobs one after the other, past one that fails", async () => {
    const lane = new Lane(async () => new Session(join(directory, "store")));
    const ran: string[] = [];
    const slow = lane.run(async (session) => {
      await session.queryAsync("SELECT 1");
      ran.push("slow");
      throw new Error("no");
    });
    const quick = lane.run(async () => void ran.push("quick"));
    await expect(slow).rejects.toThrow("no");
    await quick;
    expect(ran).toEqual(["slow", "quick"]);
  });
});
