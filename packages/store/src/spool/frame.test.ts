import { describe, expect, test } from "vitest";
import { row } from "../../test/spool-row.ts";
import { decodeRows, encodeFrame, findFrame, readFrame } from "./frame.ts";

const at = 1_700_000_000_000;

describe("readFrame", () => {
  test("gives what was framed", () => {
    const frame = readFrame(encodeFrame([row(1), row(2)], at), 0);
    expect(frame).toMatchObject({ kind: "whole", rows: 2, at });
    expect(frame.kind === "whole" && decodeRows(frame.body)).toEqual([row(1), row(2)]);
  });

  test("tells a frame that was cut off at any byte", () => {
    const whole = encodeFrame([row(1)], at);
    for (let bytes = 1; bytes < whole.length; bytes += 1)
      expect(readFrame(whole.subarray(0, bytes), 0).kind).toBe("torn");
  });

  test("tells a change of any byte", () => {
    const whole = encodeFrame([row(1)], at);
    for (let place = 0; place < whole.length; place += 1) {
      const changed = Buffer.from(whole);
      changed[place] = (whole[place] ?? 0) ^ 1;
      expect(readFrame(changed, 0).kind, `byte ${place}`).not.toBe("whole");
    }
  });
});

describe("findFrame", () => {
  test("finds the next whole frame after one that is not", () => {
    const broken = encodeFrame([row(1)], at).fill("x", 60, 70);
    const file = Buffer.concat([broken, encodeFrame([row(2)], at)]);
    expect(findFrame(file, 0)).toBe(broken.length);
    expect(findFrame(broken, 0)).toBe(-1);
  });
});
