import { appendFile, copyFile, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeFrame } from "../src/spool/frame.ts";
import { listSpool, segmentPath } from "../src/spool/spool-files.ts";
import { openSpool, type Spool } from "../src/spool.ts";
import { type FaultyTinybird, startFaultyTinybird } from "./faulty-tinybird.ts";
import { numbers, row, uid } from "./spool-row.ts";

let folder: string;
let tinybird: FaultyTinybird;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-spool-property-"));
  tinybird = await startFaultyTinybird();
});
afterAll(async () => {
  await tinybird.close();
  await rm(folder, { recursive: true, force: true });
});

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      add: fc.integer({ min: 1, max: 4 }),
      calls: fc.integer({ min: 1, max: 5 }),
    }),
  },
  // How many requests are answered before Tinybird fails.
  { weight: 2, arbitrary: fc.record({ drain: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constant("reopen" as const) },
  // How many bytes of a record that nobody was told of are on disk.
  { weight: 2, arbitrary: fc.record({ crash: fc.integer({ min: 0, max: 250 }) }) },
);

describe("a spool", () => {
  test("gives exactly the acknowledged rows, in order, whatever happens", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        let directory = await mkdtemp(join(folder, "run-"));
        const open = () =>
          openSpool({
            directory,
            transport: tinybird.transport,
            drain: "manual",
            segmentBytes: 900,
          });
        tinybird.uids.length = 0;
        const acknowledged: string[] = [];
        let next = 1;
        let spool: Spool = await open();
        for (const now of steps) {
          if (now === "reopen") {
            await spool.close();
            spool = await open();
          } else if ("add" in now) {
            const calls = Array.from({ length: now.calls }, () => {
              const own = numbers(next, next + now.add - 1);
              next += now.add;
              acknowledged.push(...own.map(uid));
              return spool.add(own.map((number) => row(number)));
            });
            await Promise.all(calls);
          } else if ("drain" in now) {
            let left = now.drain;
            tinybird.answer = () => {
              left -= 1;
              return { status: left >= 0 ? 200 : 503 };
            };
            await spool.drain();
          } else {
            const after = await mkdtemp(join(folder, "run-"));
            await crash(directory, after, now.crash);
            await spool.close();
            directory = after;
            spool = await open();
          }
        }
        tinybird.answer = () => ({ status: 200 });
        expect((await spool.drain()).outcome).toBe("empty");
        expect(await spool.state()).toMatchObject({ events: 0, corruptFiles: 0, setAside: {} });
        await spool.close();
        expect(tinybird.uids).toEqual(acknowledged);
      }),
      { numRuns: 40 },
    );
  });
});

/** Takes what is on disk at this moment to another place, with a record that was being written. */
async function crash(directory: string, after: string, bytes: number): Promise<void> {
  await mkdir(after, { recursive: true });
  for (const name of await readdir(directory))
    if (/\.(log|sent|aside)$/.test(name)) await copyFile(join(directory, name), join(after, name));
  // Only the one that writes can be torn: a segment of its own, or the beginning of its next one.
  const writer = (await listSpool(directory)).presences.at(-1) ?? "";
  const own = (await listSpool(after)).segments.filter((segment) => segment.writer === writer);
  const torn = encodeFrame([row(999_999)], 1_000);
  const path = own.at(-1)?.path ?? segmentPath(after, writer, 1);
  await appendFile(path, torn.subarray(0, Math.min(bytes, torn.length - 1)));
}
