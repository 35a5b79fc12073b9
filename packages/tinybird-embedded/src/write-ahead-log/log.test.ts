import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Change, LogRecord } from "./log-record.ts";
import { LogWriter } from "./log-writer.ts";
import { readLog } from "./read-log.ts";

const id = "log of the test";

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "write-ahead-log-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const insert = (...rows: string[]): Change => ({
  kind: "insert",
  parts: rows.map((line) => ({ table: "t", rows: 1, lines: Buffer.from(`${line}\n`) })),
});

async function read(path: string, after = 0) {
  const records: LogRecord[] = [];
  const log = await readLog(path, { id, after }, (record) => void records.push(record));
  return { ...log, records };
}

async function write(path: string, changes: readonly Change[], segmentBytes = 1_000_000) {
  const { last, tail } = await read(path);
  const writer = await LogWriter.open({
    directory: path,
    id,
    last,
    tail,
    applied: () => 0,
    segmentBytes,
  });
  const records = [];
  for (const change of changes) records.push(await writer.append(change));
  await writer.rotate();
  return records;
}

const segments = async (path: string) => (await readdir(path)).sort();
const firstSegment = async (path: string) => join(path, (await segments(path))[0] ?? "");

describe("a log", () => {
  test("gives back what was written, in order, over several openings", async () => {
    const path = await directory();
    const changes: Change[] = [
      insert('{"id":"é"}', "{}"),
      { kind: "truncate", table: "t" },
      { kind: "delete", table: "t", condition: "id = 'x'\n" },
      { kind: "insert", parts: [] },
    ];
    await write(path, changes.slice(0, 2));
    await write(path, changes.slice(2));
    const { records, last } = await read(path);
    expect(records.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(records.map(({ change }) => change)).toEqual(changes);
    expect(last).toBe(4);
    expect(await segments(path)).toEqual(["000000000001.log"]);
  });

  test("has the changes of many callers in the order of their calls", async () => {
    const path = await directory();
    const writer = await LogWriter.open({
      directory: path,
      id,
      last: 0,
      tail: undefined,
      applied: () => 0,
    });
    const appended = await Promise.all(
      Array.from({ length: 500 }, (_, number) => writer.append(insert(String(number)))),
    );
    expect(appended.map(({ number }) => number)).toEqual(appended.map((_, index) => index + 1));
    await writer.rotate();
    const { records } = await read(path);
    expect(records.map(({ change }) => change)).toEqual(appended.map(({ change }) => change));
  });

  test("goes on in a new file when one is full, and reads them as one", async () => {
    const path = await directory();
    await write(
      path,
      Array.from({ length: 10 }, (_, n) => insert("x".repeat(300) + n)),
      1_000,
    );
    expect((await segments(path)).length).toBeGreaterThan(3);
    expect((await read(path)).records).toHaveLength(10);
    expect((await read(path, 7)).records.map(({ number }) => number)).toEqual([8, 9, 10]);
  });

  test("knows up to where its records were applied", async () => {
    const path = await directory();
    let applied = 0;
    const writer = await LogWriter.open({
      directory: path,
      id,
      last: 0,
      tail: undefined,
      applied: () => applied,
    });
    await writer.append(insert("a"));
    applied = 1;
    await writer.append(insert("b"));
    await writer.rotate();
    expect(await read(path)).toMatchObject({ applied: 1, last: 2 });
  });

  test("is cut where its last record is torn, at every byte, and goes on from there", async () => {
    const path = await directory();
    await write(path, [insert("kept")]);
    const file = await firstSegment(path);
    const kept = (await readFile(file)).length;
    await write(path, [insert("torn")]);
    const whole = await readFile(file);
    for (let bytes = kept; bytes < whole.length; bytes += 1) {
      await writeFile(file, whole.subarray(0, bytes));
      const { records, tail, last } = await read(path);
      expect(last).toBe(1);
      expect(records).toHaveLength(1);
      expect(tail).toMatchObject({ bytes: kept, torn: bytes - kept });
    }
    await write(path, [insert("next")]);
    expect((await read(path)).records.map(({ change }) => change)).toEqual([
      insert("kept"),
      insert("next"),
    ]);
  });

  test("goes on where the process ended before the first record of a file", async () => {
    const path = await directory();
    await write(path, [insert("a")]);
    const file = await firstSegment(path);
    for (const bytes of [0, 10]) {
      await truncate(file, bytes);
      await write(path, [insert("b")]);
      expect((await read(path)).records.map(({ change }) => change)).toEqual([insert("b")]);
    }
  });

  test("takes nothing any more after a write that failed, and says so", async () => {
    const path = await directory();
    const writer = await LogWriter.open({
      directory: join(path, "is-not-there"),
      id,
      last: 0,
      tail: undefined,
      applied: () => 0,
    });
    expect(writer.isBroken).toBe(false);
    await expect(writer.append(insert("a"))).rejects.toMatchObject({ code: "log_broken" });
    expect(writer.isBroken).toBe(true);
    await mkdir(join(path, "is-not-there"));
    await expect(writer.append(insert("a"))).rejects.toMatchObject({ code: "log_broken" });
  });

  describe("cannot be read", () => {
    async function damaged(damage: (file: Buffer) => Buffer | undefined, which = 0) {
      const path = await directory();
      await write(
        path,
        Array.from({ length: 6 }, (_, n) => insert("x".repeat(300) + n)),
        1_000,
      );
      const file = join(path, (await segments(path))[which] ?? "");
      const after = damage(await readFile(file));
      if (after === undefined) await rm(file);
      else await writeFile(file, after);
      return { file, reading: read(path) };
    }
    const flip = (file: Buffer, at: number) => {
      file[at] = (file[at] ?? 0) ^ 1;
      return file;
    };

    test("with a record that was changed, and says where", async () => {
      const { file, reading } = await damaged((bytes) => flip(bytes, 200));
      await expect(reading).rejects.toMatchObject({
        code: "log_corrupt",
        failure: { file, offset: expect.any(Number) },
        message: expect.stringContaining("repairLog"),
      });
    });

    test("with a last record that was changed, but is all there", async () => {
      const { reading } = await damaged((bytes) => flip(bytes, bytes.length - 20), 2);
      await expect(reading).rejects.toMatchObject({ code: "log_corrupt" });
    });

    test("with a file that was cut short before another", async () => {
      const { reading } = await damaged((bytes) => bytes.subarray(0, bytes.length - 10));
      await expect(reading).rejects.toMatchObject({ code: "log_corrupt" });
    });

    test("with a file that is missing", async () => {
      const { reading } = await damaged(() => undefined, 1);
      await expect(reading).rejects.toMatchObject({
        code: "log_corrupt",
        message: expect.stringContaining("must come next"),
      });
    });

    test("as another log", async () => {
      const path = await directory();
      await write(path, [insert("a")]);
      const reading = readLog(path, { id: "another", after: 0 }, () => undefined);
      await expect(reading).rejects.toMatchObject({ code: "log_corrupt" });
    });
  });
});
