import { open, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FaultyTinybird, startFaultyTinybird } from "../../test/faulty-tinybird.ts";
import { spoolFolder } from "../../test/spool-folder.ts";
import { numbers, row, uid } from "../../test/spool-row.ts";
import { drainSpool } from "./drain-spool.ts";
import { decodeRows, encodeFrame, readFrame } from "./frame.ts";
import { openSpool, type Spool, type SpoolOptions } from "./open-spool.ts";
import { listSpool, segmentPath } from "./spool-files.ts";

let tinybird: FaultyTinybird;
let directory: string;
const opened: Spool[] = [];

beforeEach(async () => {
  tinybird = await startFaultyTinybird();
  directory = await spoolFolder();
});
afterEach(async () => {
  for (const spool of opened.splice(0)) await spool.close();
  await tinybird.close();
});

async function start(options: Partial<SpoolOptions> = {}): Promise<Spool> {
  const { transport } = tinybird;
  const spool = await openSpool({ directory, transport, drain: "manual", ...options });
  opened.push(spool);
  return spool;
}

const drainIt = () => drainSpool({ directory, transport: tinybird.transport });
const uids = (first: number, last: number) => numbers(first, last).map(uid);
const nothing = { sent: 0, setAside: 0, torn: 0, corrupt: 0 };
const dead = "1700000000000-00000000";

/** Writes a segment as a process left it that has ended. */
async function leftBehind(...frames: readonly Buffer[]): Promise<string> {
  await (await start()).close();
  const path = segmentPath(directory, dead, 1);
  await writeFile(path, Buffer.concat(frames));
  return path;
}

describe("openSpool", () => {
  test("keeps rows and sends them in order, over segments and openings", async () => {
    const first = await start({ segmentBytes: 700 });
    for (const number of numbers(1, 20)) await first.add([row(number)]);
    await first.close();
    const second = await start({ segmentBytes: 700 });
    await Promise.all(numbers(21, 40).map((number) => second.add([row(number)])));
    expect((await listSpool(directory)).segments.length).toBeGreaterThan(8);
    expect(await second.drain()).toEqual({ outcome: "empty", ...nothing, sent: 40 });
    expect(tinybird.uids).toEqual(uids(1, 40));
    expect(await second.drain()).toEqual({ outcome: "empty", ...nothing });
    expect(await second.state()).toMatchObject({ events: 0, bytes: 0, age: 0 });
  });

  test("leaves no file but its last one when everything is sent", async () => {
    const spool = await start({ segmentBytes: 700 });
    for (const number of numbers(1, 20)) await spool.add([row(number)]);
    await spool.drain();
    expect((await listSpool(directory)).segments).toHaveLength(1);
    await spool.close();
    await drainIt();
    expect(await readdir(directory)).toEqual([expect.stringMatching(/^drain-\d{15}\.lock$/)]);
  });

  test("sends rows exactly as they were added", async () => {
    const seen: unknown[] = [];
    tinybird.answer = (rows) => {
      seen.push(...rows);
      return { status: 200 };
    };
    const spool = await start();
    const rows = [row(1), row(2, "a\n#b\r\u2028\ud83d\ude00"), row(3, "")];
    await spool.add(rows);
    await spool.drain();
    expect(seen).toEqual(rows);
  });

  test("lets nobody else read what it keeps", async () => {
    const spool = await start();
    await spool.add([row(1)]);
    tinybird.answer = () => ({ status: 400 });
    await spool.add([row(2)]);
    await spool.drain();
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    const files = await readdir(directory);
    const modes = await Promise.all(
      files.map(async (name) => ((await stat(join(directory, name))).mode & 0o777).toString(8)),
    );
    expect(files.length).toBeGreaterThan(3);
    expect(new Set(modes)).toEqual(new Set(["600"]));
  });

  test("drains in the background, at the opening and after each add", async () => {
    const first = await start();
    await first.add([row(1)]);
    await first.close();
    const spool = await start({ drain: "auto" });
    await expect.poll(() => tinybird.uids).toEqual(uids(1, 1));
    await spool.add([row(2)]);
    await expect.poll(() => tinybird.uids).toEqual(uids(1, 2));
    await spool.close();
    await expect(spool.add([row(3)])).rejects.toMatchObject({ code: "spool_closed" });
  });

  test("waits longer after each failure, up to a limit, and starts anew when it went well", async () => {
    const waits: number[] = [];
    tinybird.answer = () => ({ status: waits.length < 5 ? 503 : 200 });
    const clock = { now: () => 1_700_000_000_000, wait: async (ms: number) => void waits.push(ms) };
    const spool = await start({ drain: "auto", clock, backOff: { first: 100, last: 500 } });
    await spool.add([row(1)]);
    await expect.poll(() => tinybird.uids, { timeout: 30_000 }).toEqual(uids(1, 1));
    expect(waits).toEqual([100, 200, 400, 500, 500]);
    const { sinceOpen } = await spool.state();
    expect(sinceOpen).toMatchObject({ failedDrains: 5 });
    tinybird.answer = () => ({ status: waits.length < 6 ? 503 : 200 });
    await spool.add([row(2)]);
    await expect.poll(() => tinybird.uids, { timeout: 30_000 }).toEqual(uids(1, 2));
    expect(waits[5]).toBe(100);
  });

  test("stops while it waits, and while Tinybird keeps it waiting", async () => {
    tinybird.answer = () => ({ status: 503 });
    const waiting = await start({ drain: "auto", backOff: { first: 600_000, last: 600_000 } });
    await waiting.add([row(1)]);
    await expect.poll(async () => (await waiting.state()).sinceOpen.failedDrains).toBe(1);
    await waiting.close();
    let answer = () => {};
    tinybird.answer = () =>
      new Promise((resolve) => {
        answer = () => resolve({ status: 200 });
      });
    const kept = await start({ drain: "auto" });
    await expect.poll(() => tinybird.requests.length).toBe(2);
    const closed = kept.close();
    answer();
    await closed;
    expect(tinybird.uids).toEqual(uids(1, 1));
  });

  test("tells depth, age and the last failure, of what other processes added too", async () => {
    await leftBehind(encodeFrame([row(1), row(2)], 1_000), encodeFrame([row(3)], 2_000));
    const clock = { now: () => 5_000, wait: async () => undefined };
    const spool = await start({ clock });
    await spool.add([row(4)]);
    expect(await spool.state()).toMatchObject({ events: 4, age: 4_000, isBroken: false });
    tinybird.answer = () => ({ status: 503 });
    expect(await spool.drain()).toEqual({ outcome: "failed", code: "unavailable", ...nothing });
    const { sinceOpen } = await spool.state();
    expect(sinceOpen).toMatchObject({ failure: { code: "unavailable", at: 5_000 } });
    tinybird.answer = () => ({ status: 200 });
    await spool.drain();
    expect(await spool.state()).toMatchObject({ events: 0, sinceOpen: { sent: 4 } });
    expect((await spool.state()).sinceOpen).not.toHaveProperty("failure");
  });

  test.each([
    [{ maximumBytes: 0 }, "maximumBytes"],
    [{ segmentBytes: 1.5 }, "segmentBytes"],
    [{ backOff: { first: 0, last: 1 } }, "backOff.first"],
  ])("refuses %o", async (options, option) => {
    await expect(start(options)).rejects.toMatchObject({ code: "invalid_option", option });
  });
});

describe("a spool that is full", () => {
  test.each([4_000, 4_200, 4_400])(
    "refuses what does not fit in %i, keeps nothing of it, and takes rows again once some are sent",
    async (maximumBytes) => {
      const spool = await start({ maximumBytes });
      const settled = await Promise.allSettled(
        numbers(1, 40).map((number) => spool.add([row(number)])),
      );
      const kept = settled.filter(({ status }) => status === "fulfilled").length;
      expect(kept).toBeGreaterThan(5);
      expect(kept).toBeLessThan(40);
      const error = await spool.add([row(41)]).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "spool_full", limit: "maximum_bytes" });
      expect(String(error)).not.toMatch(/s3cret|monitor/);
      const { diskBytes, events, sinceOpen } = await spool.state();
      expect(diskBytes).toBeLessThanOrEqual(maximumBytes);
      expect([events, sinceOpen.full]).toEqual([kept, 41 - kept]);
      await spool.drain();
      await spool.add([row(42)]);
      await spool.drain();
      expect(tinybird.uids).toEqual([...uids(1, kept), uid(42)]);
    },
  );
});

describe("a spool that cannot be written", () => {
  test("takes nothing more until it is opened again", async () => {
    const spool = await start({ segmentBytes: 300 });
    await spool.add([row(1)]);
    // Where the next segment belongs there is something else.
    const [segment] = (await listSpool(directory)).segments;
    const next = segmentPath(directory, String(segment?.writer), 2);
    await writeFile(next, "");
    await expect(spool.add([row(2)])).rejects.toMatchObject({ code: "spool_broken" });
    await expect(spool.add([row(3)])).rejects.toMatchObject({ code: "spool_broken" });
    expect(await spool.state()).toMatchObject({ isBroken: true });
    await spool.close();
    const again = await start();
    await again.add([row(4)]);
    await again.drain();
    expect(tinybird.uids).toEqual([uid(1), uid(4)]);
  });
});

describe("drainSpool", () => {
  test("finds a directory empty that is not there", async () => {
    expect(await drainIt()).toEqual({ outcome: "empty", ...nothing });
  });

  test("goes on where a drain failed, in order", async () => {
    const spool = await start({ segmentBytes: 700 });
    for (const number of numbers(1, 12)) await spool.add([row(number)]);
    tinybird.answer = () => ({ status: tinybird.requests.length % 2 === 0 ? 503 : 200 });
    let drains = 0;
    while ((await drainIt()).outcome === "failed") drains += 1;
    expect(drains).toBeGreaterThan(2);
    expect(tinybird.uids).toEqual(uids(1, 12));
  });

  test.each(["before", "after"] as const)(
    "sends again, with the same uids, what it does not know the fate of: cut %s",
    async (cut) => {
      const spool = await start();
      await spool.add([row(1), row(2)]);
      tinybird.answer = () =>
        tinybird.requests.length === 1 ? { status: 200, cut } : { status: 200 };
      expect(await drainIt()).toMatchObject({ outcome: "failed", code: "unreachable" });
      expect(await drainIt()).toMatchObject({ outcome: "empty", sent: 2 });
      expect(tinybird.uids).toEqual(cut === "before" ? uids(1, 2) : [...uids(1, 2), ...uids(1, 2)]);
    },
  );

  test("lets one drain at a time, and nobody sends what another sends", async () => {
    const spool = await start();
    await spool.add([row(1)]);
    let answer = () => {};
    tinybird.answer = () =>
      new Promise((resolve) => {
        answer = () => resolve({ status: 200 });
      });
    const first = drainIt();
    await expect.poll(() => tinybird.requests.length).toBe(1);
    expect(await spool.drain()).toEqual({ outcome: "held", ...nothing });
    answer();
    expect(await first).toMatchObject({ outcome: "empty", sent: 1 });
    expect(tinybird.uids).toEqual(uids(1, 1));
  });

  test("cuts what was torn at any byte, and sends what is whole before it", async () => {
    const last = encodeFrame([row(2)], 1_000);
    const whole = encodeFrame([row(1)], 1_000);
    for (let bytes = 1; bytes < last.length; bytes += 1) {
      const path = await leftBehind(whole, last.subarray(0, bytes));
      expect(await drainIt()).toEqual({ outcome: "empty", ...nothing, sent: 1, torn: 1 });
      await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
    }
    expect(new Set(tinybird.uids)).toEqual(new Set([uid(1)]));
    expect((await listSpool(directory)).corrupt).toEqual([]);
  });

  test("sets aside what is not what was written, and sends the rest", async () => {
    const frames = numbers(1, 3).map((number) => encodeFrame([row(number)], 1_000));
    const middle = Buffer.from(frames[1] ?? "");
    middle[90] = (middle[90] ?? 0) ^ 4;
    const path = await leftBehind(frames[0] ?? middle, middle, frames[2] ?? middle);
    expect(await drainIt()).toEqual({ outcome: "empty", ...nothing, sent: 2, corrupt: 1 });
    expect(tinybird.uids).toEqual([uid(1), uid(3)]);
    const { corrupt } = await listSpool(directory);
    expect(await readFile(corrupt[0] ?? "")).toEqual(middle);
    await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await (await start()).state()).toMatchObject({ events: 0, corruptFiles: 1 });
  });

  test("takes what is cut off before the last segment for damage, as it was whole once", async () => {
    const spool = await start({ segmentBytes: 300 });
    for (const number of numbers(1, 3)) await spool.add([row(number)]);
    const [first] = (await listSpool(directory)).segments;
    await truncate(first?.path ?? "", 100);
    expect(await drainIt()).toMatchObject({ sent: 2, corrupt: 1, torn: 0 });
  });

  test("does not touch what another process is just writing", async () => {
    const writing = await start();
    await writing.add([row(1)]);
    const [segment] = (await listSpool(directory)).segments;
    const file = await open(segment?.path ?? "", "a");
    const next = encodeFrame([row(2)], 1_000);
    await file.write(next.subarray(0, 50));
    expect(await drainIt()).toMatchObject({ outcome: "empty", sent: 1, torn: 0, corrupt: 0 });
    await file.write(next.subarray(50));
    await file.close();
    expect(await drainIt()).toMatchObject({ outcome: "empty", sent: 1 });
    expect(tinybird.uids).toEqual(uids(1, 2));
  });

  test("goes on from the last position that is whole", async () => {
    const spool = await start();
    await spool.add([row(1)]);
    const [segment] = (await listSpool(directory)).segments;
    const position = (segment?.path ?? "").replace(".log", ".sent");
    await writeFile(position, "5000 3 0000");
    await spool.drain();
    await spool.add([row(2)]);
    await spool.drain();
    expect(tinybird.uids).toEqual(uids(1, 2));
  });
});

describe("rows that Tinybird refuses for good", () => {
  async function asideUids() {
    const { aside } = await listSpool(directory);
    return Promise.all(
      aside.map(async ({ path, code }) => {
        const frame = readFrame(await readFile(path), 0);
        return [code, frame.kind === "whole" ? decodeRows(frame.body).map((each) => each.uid) : []];
      }),
    );
  }

  test("are set aside one by one, and the others go on in order", async () => {
    const spool = await start();
    for (const number of numbers(1, 50)) await spool.add([row(number)]);
    const poison = uid(17);
    tinybird.answer = (rows) => ({ status: rows.some((each) => each.uid === poison) ? 400 : 200 });
    expect(await spool.drain()).toEqual({ outcome: "empty", ...nothing, sent: 49, setAside: 1 });
    expect(tinybird.uids).toEqual(uids(1, 50).filter((each) => each !== poison));
    expect(await asideUids()).toEqual([["refused", [poison]]]);
    expect(await spool.state()).toMatchObject({ events: 0, setAside: { refused: 1 } });
  });

  test("are set aside together when none of them is accepted", async () => {
    const spool = await start();
    await spool.add(numbers(1, 1_000).map((number) => row(number)));
    tinybird.answer = () => ({ status: 400 });
    expect(await spool.drain()).toMatchObject({ outcome: "empty", sent: 0, setAside: 1_000 });
    expect(tinybird.requests.length).toBeLessThan(60);
    tinybird.answer = () => ({ status: 200 });
    await spool.add([row(1_001)]);
    await spool.drain();
    expect(tinybird.uids).toEqual([uid(1_001)]);
    expect(new Set((await asideUids()).flatMap(([, list]) => list)).size).toBe(1_000);
  });

  test("are told from the others, also when they come first", async () => {
    const spool = await start();
    await spool.add(numbers(1, 1_000).map((number) => row(number)));
    const poison = uids(1, 5);
    tinybird.answer = (rows) => ({
      status: rows.some((each) => poison.includes(String(each.uid))) ? 400 : 200,
    });
    expect(await spool.drain()).toMatchObject({ outcome: "empty", sent: 995, setAside: 5 });
    expect(tinybird.uids).toEqual(uids(6, 1_000));
  });

  test("are set aside by their uids when they are in quarantine", async () => {
    const spool = await start();
    await spool.add([row(1), row(2), row(3)]);
    tinybird.answer = (rows) => ({
      status: 200,
      quarantined: rows.filter(({ uid: it }) => it === uid(2)),
    });
    expect(await spool.drain()).toEqual({ outcome: "empty", ...nothing, sent: 2, setAside: 1 });
    expect(await asideUids()).toEqual([["quarantined", [uid(2)]]]);
  });

  test.each([403, 404])(
    "are not those of a request that a setting makes fail: %i",
    async (status) => {
      const spool = await start();
      await spool.add([row(1)]);
      tinybird.answer = () => ({ status });
      expect(await spool.drain()).toMatchObject({ outcome: "failed", setAside: 0 });
      tinybird.answer = () => ({ status: 200 });
      expect(await spool.drain()).toMatchObject({ outcome: "empty", sent: 1 });
    },
  );
});
