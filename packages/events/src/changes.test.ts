import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changesBetween } from "./changes.ts";

describe("changesBetween", () => {
  test("names what changed, came and went, by field", () => {
    const before = { name: "API", periodicity: "1m", owner: "ada" };
    const after = { name: "API", periodicity: "5m", regions: ["gru"] };
    expect(changesBetween(before, after)).toEqual([
      { field: "owner", from: "ada" },
      { field: "periodicity", from: "1m", to: "5m" },
      { field: "regions", to: ["gru"] },
    ]);
  });

  test("sees no change in another order of keys or in undefined fields", () => {
    expect(changesBetween({ a: { b: 1, c: 2 }, d: undefined }, { a: { c: 2, b: 1 } })).toEqual([]);
  });

  test("refuses what JSON cannot carry, naming the field and not the value", () => {
    expect(() => changesBetween({ secret: 1 }, { secret: new Date() })).toThrow(
      'Cannot compare "secret" as secret must be JSON: it is a Date',
    );
  });

  test("refuses what would look equal as JSON, on either side", () => {
    const [one, other] = [{ at: new Date(1) }, { at: new Date(2) }];
    expect(() => changesBetween(one, other)).toThrow(/"at" as at must be JSON/);
    expect(() => changesBetween({ at: new Map() }, {})).toThrow(/it is a Map/);
  });

  test("holds all that turns before into after", () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
    fc.assert(
      fc.property(record, record, (before, after) => {
        const result = new Map<string, unknown>(Object.entries(before));
        for (const { field, to } of changesBetween(before, after))
          if (to === undefined) result.delete(field);
          else result.set(field, to);
        const json = (value: unknown) => JSON.parse(JSON.stringify(value));
        expect(json(Object.fromEntries(result))).toEqual(json(after));
      }),
    );
  });
});
