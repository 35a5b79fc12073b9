import { catalog } from "@audit/events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAnyRow, decodeRow } from "../row.ts";
import { decodePlainRow } from "./decode-plain-row.ts";
import { isPlainRow } from "./plain-row.ts";
import { StoredTexts } from "./stored-texts.ts";

const plain = {
  workspace_id: "acme",
  id: "monitor:1",
  uid: "u1",
  action: "monitor.down",
  version: 1,
  metadata: '{"region":"gru"}',
  timestamp: 1_700_000_000_000,
  exact_timestamp: "1700000000000",
  recorded_at: 1_700_000_000_040,
  actor: '{"id":"ada","name":"Ada","type":"user"}',
  targets: '[{"id":"1","type":"monitor"}]',
  outcome: "success",
  context: '{"ip":"192.0.2.1"}',
  correlation_id: "",
  causation_id: "",
  writer: "w",
  sequence: 5,
  previous: 4,
};

const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value));
const text = fc.constantFrom("", "a", "5", "{}", "[]", "{", "null", "1700000000000", "-1");
const number = fc.constantFrom(0, 1, -1, 1.5, 2 ** 53, -(2 ** 60), 1_700_000_000_000);
const actor = fc.constantFrom(
  '{"id":"","name":"system"}',
  '{"id":"a","onBehalfOf":{"id":"b"},"team":"x"}',
  '{"name":"a"}',
);
const targets = fc.constantFrom("null", '[{"id":"1","name":"site"}]', '[{"id":1}]', "[null]");
const column = fc.constantFrom(...Object.keys(plain), "other", "__proto__");
const change = fc.tuple(
  column,
  fc.oneof(json, text, number, actor, targets, fc.constantFrom(null, undefined, true)),
);

describe("decodePlainRow", () => {
  test("says of every row that it takes what the look at each column says, and what comes of it", () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(change, { maxLength: 2 }), (changes) => {
        const row: Record<string, unknown> = { ...plain, ...Object.fromEntries(changes) };
        const quick = isPlainRow(row) ? decodePlainRow(row, new StoredTexts()) : undefined;
        if (quick === undefined) return;
        taken += 1;
        const slow = decodeAnyRow(row, new StoredTexts());
        if ("missing" in slow) throw new Error("the row is whole");
        expect(quick).toStrictEqual(slow.event);
        expect(Object.keys(quick)).toEqual(Object.keys(slow.event));
        expect(catalog.decode(quick)).toStrictEqual(catalog.decode(slow.event));
        expect(decodeRow(row)).toStrictEqual(slow);
      }),
      { numRuns: 5_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test("takes the row that most are, and what is the same in a page is one and cannot be changed", () => {
    const texts = new StoredTexts();
    const [first, second] = [decodePlainRow(plain, texts), decodePlainRow(plain, texts)];
    expect(first?.raw).toEqual(expect.not.objectContaining({ exact_timestamp: plain.id }));
    expect(first?.actor).toBe(second?.actor);
    expect(first?.targets).toBe(second?.targets);
    expect(Object.isFrozen(first?.actor)).toBe(true);
    expect(Object.isFrozen(first?.targets[0])).toBe(true);
    expect(first?.context).not.toBe(second?.context);
  });

  test.each([
    ["of a story", { correlation_id: "incident:1", causation_id: "u0" }],
    ["of a story that nothing caused", { correlation_id: "incident:1" }],
    ["that was caused", { causation_id: "u0" }],
    ["whose writer forgot the last in the stream", { previous: -1 }],
    ["of the product before", { writer: "", sequence: 0, previous: -1 }],
  ])("takes a row %s", (_, change) => {
    const row = { ...plain, ...change };
    const event = decodePlainRow(row, new StoredTexts());
    expect(isPlainRow(row)).toBe(true);
    expect(decodeAnyRow(row, new StoredTexts())).toStrictEqual({
      event,
      timestamp: row.exact_timestamp,
    });
  });

  test.each([
    ["a broken text", { metadata: '{"region":' }],
    ["a column more", { color: "red" }],
    ["digits that a number has not", { timestamp: 2 ** 60 }],
  ])("leaves a row with %s to who looks at each column", (_, change) => {
    const row = { ...plain, ...change };
    const event = isPlainRow(row) ? decodePlainRow(row, new StoredTexts()) : undefined;
    expect(event).toBeUndefined();
  });
});
