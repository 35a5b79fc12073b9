import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashText, SeededRandom } from "./seeded-random.ts";

describe("SeededRandom", () => {
  test("gives the same numbers on every machine", () => {
    const random = new SeededRandom("seed");
    expect([random.next(), random.next(), random.whole(1, 6)]).toMatchInlineSnapshot(`
      [
        0.10562706203199923,
        0.4217317660804838,
        6,
      ]
    `);
    expect([...random.fork("a").bytes(4)]).toMatchInlineSnapshot(`
      [
        168,
        47,
        221,
        203,
      ]
    `);
  });

  test("gives others for another seed and another fork", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        fc.pre(a !== b);
        expect(new SeededRandom(a).bytes(16)).not.toEqual(new SeededRandom(b).bytes(16));
        const parent = new SeededRandom(a);
        expect(parent.fork("x").bytes(16)).not.toEqual(parent.fork("y").bytes(16));
      }),
    );
  });

  test("stays within what is asked for, on average in its middle", () => {
    const random = new SeededRandom("means");
    const draws = Array.from({ length: 20_000 }, () => ({
      share: random.next(),
      die: random.whole(1, 6),
      wait: random.wait(10),
      around: random.around(10, 2),
    }));
    const mean = (of: (draw: (typeof draws)[number]) => number) =>
      draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length;
    expect(draws.every(({ share, die }) => share >= 0 && share < 1 && die >= 1 && die <= 6)).toBe(
      true,
    );
    expect(draws.every(({ wait, around }) => wait >= 0 && around > 0)).toBe(true);
    expect(mean(({ share }) => share)).toBeCloseTo(0.5, 1);
    expect(mean(({ wait }) => wait)).toBeCloseTo(10, 0);
    expect(mean(({ around }) => (around > 10 ? 1 : 0))).toBeCloseTo(0.5, 1);
  });

  test("draws from a fork without moving what it was forked from", () => {
    const [a, b] = [new SeededRandom("s"), new SeededRandom("s")];
    a.fork("x").bytes(100);
    expect(a.next()).toBe(b.next());
  });
});

describe("hashText", () => {
  test("gives 32 bits", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(9), (text, variant) => {
        const hash = hashText(text, variant);
        expect(hash >>> 0).toBe(hash);
      }),
    );
  });
});
