import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { copyJson, jsonEquals } from "./json.ts";

const problemsOf = (value: unknown) => copyJson(value, "metadata").problems;

describe("copyJson", () => {
  test("copies JSON as it is, sharing nothing", () => {
    const value = { a: [1, { b: "ü😀" }], c: null, d: true };
    const { copy, problems } = copyJson(value, "metadata");
    expect(problems).toEqual([]);
    expect(copy).toEqual(value);
    value.a.push(2);
    expect(copy).not.toEqual(value);
  });

  test("leaves undefined properties out and makes negative zero zero", () => {
    const { copy, problems } = copyJson({ a: undefined, b: -0 }, "metadata");
    expect(problems).toEqual([]);
    expect(copy).toStrictEqual({ b: 0 });
  });

  test.each([
    ["a date", new Date(0), "be JSON: it is a Date"],
    ["a function", () => 1, "be JSON: it is of type function"],
    ["a bigint", 1n, "be JSON: it is of type bigint"],
    ["a symbol", Symbol("s"), "be JSON: it is of type symbol"],
    ["a map", new Map(), "be JSON: it is a Map"],
    ["NaN", Number.NaN, "be a finite number"],
    ["infinity", Number.POSITIVE_INFINITY, "be a finite number"],
    ["a lone surrogate", "\ud800", "be well-formed Unicode, without lone surrogates"],
  ])("names the place of %s", (_, value, must) => {
    expect(problemsOf({ a: [value] })).toEqual([{ path: "metadata.a.0", must }]);
  });

  test("refuses an undefined list item, a lone surrogate in a key and a cycle", () => {
    expect(problemsOf([undefined])[0]?.path).toBe("metadata.0");
    expect(problemsOf({ "\udc00": 1 })[0]?.must).toMatch(/keys of well-formed Unicode/);
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    cycle.again = [cycle];
    expect(problemsOf(cycle)).toEqual([
      { path: "metadata.self", must: "not contain itself" },
      { path: "metadata.again.0", must: "not contain itself" },
    ]);
  });

  test("ends on nesting without end, in depth and in breadth", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 200; level++) deep = [deep];
    expect(problemsOf(deep)[0]?.must).toBe("not nest deeper than 100 levels");
    let shared: unknown = 1;
    for (let level = 0; level < 50; level++) shared = [shared, shared];
    expect(problemsOf(shared)).toEqual([
      { path: expect.any(String), must: "not hold more than 100000 values" },
    ]);
  });

  test("keeps a key called __proto__ a key", () => {
    const { copy } = copyJson(JSON.parse('{"__proto__": {"polluted": true}}'), "metadata");
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  test("gives what JSON gives back, for any JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { copy, problems } = copyJson(value, "");
        expect(problems).toEqual([]);
        expect(copy).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe("jsonEquals", () => {
  test("ignores the order of keys and heeds that of items", () => {
    expect(jsonEquals({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(jsonEquals([1, 2], [2, 1])).toBe(false);
    expect(jsonEquals({ a: null }, {})).toBe(false);
    expect(jsonEquals([], {})).toBe(false);
  });

  test("agrees with the text that JSON gives once keys are in order", () => {
    const sorted = (value: unknown): unknown => {
      if (typeof value !== "object" || value === null) return value;
      if (Array.isArray(value)) return value.map(sorted);
      return Object.entries(value)
        .map(([key, item]) => [key, sorted(item)])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    };
    const value = fc.jsonValue({ maxDepth: 1 });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [left, right] = [a, b].map((item) => JSON.parse(JSON.stringify(item)));
        const sameText = JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
        expect(jsonEquals(left, right)).toBe(
          sameText && Array.isArray(left) === Array.isArray(right),
        );
        expect(jsonEquals(left, JSON.parse(JSON.stringify(left)))).toBe(true);
      }),
    );
  });
});
