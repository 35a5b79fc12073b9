import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { removeAfterEnd } from "../child/remove-after-end.ts";
import { Engine } from "../engine/engine.ts";
import { LogWriter } from "../write-ahead-log/log-writer.ts";
import { Journal } from "./journal.ts";
import { LogCompaction } from "./log-compaction.ts";

let engine: Engine;
beforeAll(async () => {
  const directory = join(tmpdir(), `tinybird-embedded-compaction-${randomUUID()}`);
  await mkdir(directory);
  // It goes with the process, as chDB has threads in it up to then.
  removeAfterEnd(directory, process.ppid);
  engine = await Engine.open(directory, { reads: 1, queuedReads: 0 });
});

async function openCompaction() {
  const directory = await temporaryDirectory();
  const log = "log of the test";
  const writer = await LogWriter.open({
    directory,
    id: log,
    last: 0,
    tail: undefined,
    applied: () => 0,
  });
  onTestFinished(async () => void (await writer.rotate()));
  const journal = new Journal(
    {
      directory,
      writer,
      apply: async () => ({}),
      stalled: () => undefined,
      reservedBytes: 0,
      retryMilliseconds: 1,
    },
    0,
  );
  const failures: unknown[] = [];
  const compaction = new LogCompaction({
    engine,
    journal,
    writer,
    directory,
    log,
    bytes: 0,
    compactAfterBytes: Number.POSITIVE_INFINITY,
    failed: (cause) => void failures.push(cause),
  });
  const snapshots = async () =>
    (await readdir(directory))
      .filter((name) => /^snapshot-\d+-\d+$/.test(name))
      .map((name) => Number(name.slice(9, 21)));
  return { directory, journal, compaction, failures, snapshots };
}

const databases = async () =>
  (await engine.rows<{ name: string }>("SELECT name FROM system.databases")).map(
    ({ name }) => name,
  );

describe("LogCompaction", () => {
  test("runs once more when it is asked while it runs", async () => {
    const { journal, compaction, failures, snapshots } = await openCompaction();
    compaction.start();
    const committed = journal.commit({ kind: "checkpoint" });
    compaction.start();
    await (await committed).applied;
    await expect.poll(snapshots, { timeout: 20_000 }).toEqual([1]);
    await compaction.end();
    expect(failures).toEqual([]);
  });

  test("begins nothing once it is to end", async () => {
    const { journal, compaction, snapshots } = await openCompaction();
    compaction.start();
    const committed = journal.commit({ kind: "checkpoint" });
    compaction.start();
    await compaction.end();
    await (await committed).applied;
    compaction.start();
    await compaction.end();
    expect(await snapshots()).toEqual([0]);
  });

  test("leaves no copies behind when it fails, and can be asked again", async () => {
    const { directory, compaction, failures, snapshots } = await openCompaction();
    await rm(directory, { recursive: true });
    await writeFile(directory, "");
    compaction.start();
    await expect.poll(() => failures.length, { timeout: 20_000 }).toBe(1);
    expect(await databases()).not.toContain("tb_snapshot");
    await rm(directory);
    await mkdir(directory);
    await expect
      .poll(() => {
        compaction.start();
        return snapshots();
      })
      .toEqual([0]);
    await compaction.end();
  });
});
