import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprint, readCursor, writeCursor } from "./search-cursor.ts";

const text = fc.string({ unit: "binary", maxLength: 300 });
const place = fc.record(
  {
    id: text,
    uid: text,
    timestamp: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  },
  { noNullPrototype: true },
);

describe("readCursor", () => {
  test("gives back any place, in all its digits", () => {
    fc.assert(
      fc.property(place, text, (one, mark) => {
        const cursor = writeCursor(one, mark);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(readCursor(cursor, mark)).toEqual(one);
      }),
    );
  });

  test("refuses any other text with one sentence, which does not repeat it", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.base64String(), fc.json().map(btoaOrText)), (cursor) => {
        expect(() => readCursor(cursor, "mark")).toThrow(
          /^Cannot read as cursor must be one that a search gave$/,
        );
      }),
    );
  });

  test("refuses a cursor whose bytes were cut", () => {
    const cursor = writeCursor({ id: "monitor:1", uid: "a", timestamp: "1" }, "mark");
    for (let length = 0; length < cursor.length; length++)
      expect(() => readCursor(cursor.slice(0, length), "mark")).toThrow("cursor must");
  });
});

describe("fingerprint", () => {
  test("is the same whatever the order of the filters, and another one for other filters", () => {
    expect(fingerprint({ a: 1, b: "2" })).toBe(fingerprint({ b: "2", a: 1 }));
    const others = [{ a: 1 }, { a: "1" }, { a: 1, b: "" }, { b: 1 }, { a: [1] }, {}];
    expect(new Set(others.map(fingerprint)).size).toBe(others.length);
  });
});

function btoaOrText(json: string): string {
  return /^[\0-\xff]*$/.test(json) ? btoa(json) : json;
}
