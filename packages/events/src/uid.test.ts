import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cryptoBytes, randomText, uidGenerator } from "./uid.ts";

const zeros = (count: number) => new Uint8Array(count);

describe("uidGenerator", () => {
  test("writes time, counter and random text, of fixed widths", () => {
    const nextUid = uidGenerator(zeros);
    expect([nextUid(1_700_000_000_000), nextUid(1_700_000_000_000)]).toEqual([
      "0loyw3v280000AAAAAAAAAAAA",
      "0loyw3v280001AAAAAAAAAAAA",
    ]);
  });

  test("strictly increases under any clock, backwards ones included", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e13 }), { minLength: 2 }), (clock) => {
        const nextUid = uidGenerator(zeros);
        const uids = clock.map(nextUid);
        expect(uids).toEqual([...new Set(uids)].sort());
      }),
    );
  });

  test("moves the time on when a millisecond has no counter left", () => {
    const nextUid = uidGenerator(zeros);
    let last = "";
    for (let count = 0; count <= 36 ** 4; count++) {
      const uid = nextUid(5);
      if (uid <= last) throw new Error(`${uid} does not follow ${last}`);
      last = uid;
    }
    expect(last.slice(0, 13)).toBe("0000000060000");
  });
});

describe("randomText", () => {
  test("uses six bits of each byte", () => {
    expect(randomText(3, () => Uint8Array.of(0, 63, 64))).toBe("A_A");
  });
});

describe("cryptoBytes", () => {
  test("gives as many bytes as asked for, never the same ones twice", () => {
    const draws = Array.from({ length: 1000 }, () => cryptoBytes(12).join());
    expect(new Set(draws).size).toBe(1000);
    expect(
      [cryptoBytes(4000), cryptoBytes(200), cryptoBytes(5000)].map(({ length }) => length),
    ).toEqual([4000, 200, 5000]);
  });
});
