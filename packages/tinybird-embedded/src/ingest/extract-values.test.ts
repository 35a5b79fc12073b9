import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrayElements, objectMembers, valueReader } from "./extract-values.ts";

const read = (paths: string[][], row: string) => valueReader(paths)(row);

describe("valueReader", () => {
  test("gives the text of the value at each path, as sent", () => {
    const row =
      '{ "a" : 9223372036854775807 , "b":{"c": [1 , {"d":"}"}] , "e":-1.50e3 }, "f":null }';
    expect(read([["a"], ["b", "c"], ["b", "e"], ["f"], ["b"]], row)).toEqual([
      "9223372036854775807",
      '[1 , {"d":"}"}]',
      "-1.50e3",
      "null",
      '{"c": [1 , {"d":"}"}] , "e":-1.50e3 }',
    ]);
  });

  test("gives nothing where there is no such key, or no object to look into", () => {
    expect(read([["x"], ["a", "x"], ["b", "x"]], '{"a":1,"b":[{"x":1}]}')).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("gives the whole row for the empty path", () => {
    expect(read([[], ["a"]], '{"a":1}')).toEqual(['{"a":1}', "1"]);
  });

  test("finds a key that is written with escapes", () => {
    expect(read([["ключ"], ['"']], '{"\\u043a\\u043b\\u044e\\u0447":1,"\\"":2}')).toEqual([
      "1",
      "2",
    ]);
  });

  test("takes the last of two equal keys, with nothing of the first", () => {
    expect(
      read(
        [
          ["a", "x"],
          ["a", "y"],
        ],
        '{"a":{"x":1},"a":{"y":2}}',
      ),
    ).toEqual([undefined, "2"]);
  });

  test("finds keys that objects have of their own", () => {
    expect(read([["__proto__"], ["constructor"]], '{"__proto__":1}')).toEqual(["1", undefined]);
  });
});

describe("objectMembers and arrayElements", () => {
  const spaced = fc
    .tuple(fc.json({ stringUnit: "binary" }), fc.constantFrom(0, 1, 2, "\t"))
    .map(([json, space]) => JSON.stringify(JSON.parse(json), null, space));

  test("give what JSON.parse gives, piece by piece", () => {
    fc.assert(
      fc.property(spaced, (text) => {
        const whole: unknown = JSON.parse(text);
        if (Array.isArray(whole)) {
          expect(arrayElements(text).map((each) => JSON.parse(each))).toEqual(whole);
        } else if (typeof whole === "object" && whole !== null) {
          const members = [...objectMembers(text)].map(([key, value]) => [key, JSON.parse(value)]);
          expect(Object.fromEntries(members)).toEqual(whole);
        }
      }),
    );
  });
});
