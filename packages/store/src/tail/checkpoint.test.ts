import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { textHash } from "./text-hash.ts";

const moment = fc.integer({ min: -1e15, max: 2 ** 53 - 1 });
const resumption = fc
  .tuple(moment, moment, fc.array(fc.string().map(textHash), { maxLength: 30 }))
  .map(([a, b, keys]) => ({ from: Math.min(a, b), to: Math.max(a, b), keys }));

describe("readCheckpoint", () => {
  test("gives what was written, for any workspace", () => {
    const workspace = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(workspace, resumption, (workspaceId, given) => {
        const checkpoint = writeCheckpoint(workspaceId, given);
        expect(checkpoint).toMatch(/^[\w.-]+$/);
        expect(readCheckpoint(workspaceId, checkpoint)).toEqual(given);
      }),
    );
  });

  test("refuses one of another workspace, and every text that is none, naming the option", () => {
    const checkpoint = writeCheckpoint("a", { from: 5, to: 9, keys: [textHash("u")] });
    const backwards = writeCheckpoint("a", { from: 9, to: 5, keys: [] });
    const tooMany = checkpoint + textHash("v").repeat(1_000);
    const others = [backwards, tooMany, `${checkpoint}0`, checkpoint.slice(1), `${checkpoint}.`];
    for (const text of ["", "5", "1...", checkpoint.toUpperCase(), ...others])
      expect(() => readCheckpoint("a", text)).toThrow(
        "Cannot read as after must be a checkpoint that a tail gave, or ms since the epoch",
      );
    expect(() => readCheckpoint("b", checkpoint)).toThrow(
      "Cannot read as after must be a checkpoint of this workspace",
    );
  });

  test("keeps the last 1,000 keys, so that what may come again is the oldest", () => {
    const keys = Array.from({ length: 1_500 }, (_, index) => textHash(`${index}`));
    const checkpoint = writeCheckpoint("", { from: 0, to: 0, keys });
    expect(readCheckpoint("", checkpoint).keys).toEqual(keys.slice(500));
    expect(checkpoint.length).toBeLessThan(15_000);
  });
});

describe("textHash", () => {
  test("tells apart texts that differ a little, in every part of it", () => {
    const texts = Array.from({ length: 60_000 }, (_, index) => `monitor:${index % 7} ${index}`);
    const hashes = texts.map(textHash);
    expect(new Set(hashes).size).toBe(texts.length);
    for (const at of [0, 7]) {
      const half = new Set(hashes.map((hash) => hash.slice(at, at + 7)));
      // 60,000 of 2^32 values: less than one pair is expected to meet.
      expect(half.size).toBeGreaterThan(texts.length - 6);
    }
  });
});
