import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeFrame, findFrame, readFrame } from "./frame.ts";

const body = fc
  .array(fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)))
  .map((lines) => Buffer.from(lines.map((line) => `${line}\n`).join("")));
const frames = fc.array(body, { minLength: 1, maxLength: 5 });

const fileOf = (bodies: readonly Buffer[]) =>
  Buffer.concat(bodies.map((each) => encodeFrame([each])));

describe("a frame", () => {
  test("gives back its body, and where the next one begins", () => {
    fc.assert(
      fc.property(frames, (bodies) => {
        const file = fileOf(bodies);
        let at = 0;
        for (const expected of bodies) {
          const read = readFrame(file, at);
          expect(read).toMatchObject({ kind: "whole", body: expected });
          at = read.kind === "whole" ? read.end : Number.NaN;
        }
        expect(at).toBe(file.length);
      }),
    );
  });

  test("is torn wherever the file ends before it does", () => {
    fc.assert(
      fc.property(body, fc.nat(), (only, cut) => {
        const file = fileOf([only]);
        expect(readFrame(file.subarray(0, (cut % (file.length - 1)) + 1), 0).kind).toBe(
          cut % (file.length - 1) === file.length - 1 ? "whole" : "torn",
        );
      }),
    );
  });

  test("is torn where a block of it was never written", () => {
    const file = fileOf([Buffer.from(`${JSON.stringify("x".repeat(2_000))}\n`)]);
    for (const from of [0, 500, 1_500]) {
      expect(readFrame(Buffer.from(file).fill(0, from), 0)).toEqual({ kind: "torn" });
    }
  });

  test("is corrupt after the change of any one bit, its length included", () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.nat(7), (only, place, bit) => {
        const file = fileOf([only]);
        const at = place % file.length;
        const flipped = Buffer.from(file);
        flipped[at] = (file[at] ?? 0) ^ (1 << bit);
        // A bit that makes a NUL looks like a block that was not written.
        fc.pre(flipped[at] !== 0);
        expect(readFrame(flipped, 0)).toEqual({ kind: "corrupt" });
      }),
    );
  });
});

describe("findFrame", () => {
  test("finds the first whole frame behind one that is not", () => {
    const [first, second, third] = ["one\n", "two\n", "three\n"].map((text) =>
      encodeFrame([Buffer.from(text)]),
    );
    const file = Buffer.concat([first ?? "", second ?? "", third ?? ""] as Buffer[]);
    file.write("X", (first?.length ?? 0) + 30);
    expect(findFrame(file, first?.length ?? 0)).toBe((first?.length ?? 0) + (second?.length ?? 0));
    expect(findFrame(file, file.length - 3)).toBe(-1);
  });
});
