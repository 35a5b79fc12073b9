import { describe, expect, test } from "vitest";
import { gaps } from "./gaps.ts";

/** Writes a stream as "writer sequence<previous": `a 3<1`. */
function gapsOf(...deliveries: string[]) {
  const finder = gaps();
  deliveries.forEach((delivery, index) => {
    const [, writer = "", sequence, previous] = /^(\w) (\d+)(?:<(\d+))?$/.exec(delivery) ?? [];
    finder.add(`e${index}`, 0, {
      writer,
      sequence: Number(sequence),
      ...(previous === undefined ? {} : { previous: Number(previous) }),
    });
  });
  return finder.list().map(({ uid, writer, missing }) => `${uid} misses ${writer} ${missing}`);
}

describe("gaps", () => {
  test("finds none where every predecessor is there, however far the numbers are apart", () => {
    expect(gapsOf("a 1<0", "a 19<1", "b 4<0", "a 20<19", "b 90<4")).toEqual([]);
  });

  test("finds a predecessor that is not there", () => {
    expect(gapsOf("a 1<0", "a 20<19", "a 21<20")).toEqual(["e1 misses a 19"]);
    expect(gapsOf("a 5<3", "b 5<3")).toEqual(["e0 misses a 3", "e1 misses b 3"]);
  });

  test("finds none where what was written later happened earlier", () => {
    expect(gapsOf("a 3<2", "a 1<0", "a 2<1")).toEqual([]);
    expect(gapsOf("a 2<1", "a 1<0", "a 3<2")).toEqual([]);
  });

  test("finds one behind a stretch that is out of the order of writing", () => {
    expect(gapsOf("a 4<3", "a 1<0", "a 2<1")).toEqual(["e0 misses a 3"]);
  });

  test("takes a predecessor that nobody remembers for no gap", () => {
    expect(gapsOf("a 1<0", "a 7", "a 9<7")).toEqual([]);
  });

  test("leaves out what no writer has signed", () => {
    const finder = gaps();
    finder.add("e0", 0, {});
    expect(finder.list()).toEqual([]);
  });
});
