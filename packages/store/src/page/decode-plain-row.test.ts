import { catalog } from "@audit/events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeRow } from "../row.ts";
import { decodePlainRow } from "./decode-plain-row.ts";
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
        const quick = decodePlainRow(row, new StoredTexts());
        if (quick === undefined) return;
        taken += 1;
        // A number is never taken, so that each column is looked at; the digits are the same.
        const exact = Number(row.exact_timestamp);
        if (String(exact) !== row.exact_timestamp) return;
        const slow = decodeRow({ ...row, exact_timestamp: exact });
        expect(quick).toStrictEqual(slow);
        if ("missing" in slow) throw new Error("the row is whole");
        expect(Object.keys(quick.event)).toEqual(Object.keys(slow.event));
        expect(catalog.decode(quick.event)).toStrictEqual(catalog.decode(slow.event));
      }),
      { numRuns: 5_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test("takes the row that most are, and what is the same in a page is one and cannot be changed", () => {
    const texts = new StoredTexts();
    const [first, second] = [decodePlainRow(plain, texts), decodePlainRow(plain, texts)];
    expect(first?.event.raw).toEqual(expect.not.objectContaining({ exact_timestamp: plain.id }));
    expect(first?.event.actor).toBe(second?.event.actor);
    expect(first?.event.targets).toBe(second?.event.targets);
    expect(Object.isFrozen(first?.event.actor)).toBe(true);
    expect(Object.isFrozen(first?.event.targets[0])).toBe(true);
    expect(first?.event.context).not.toBe(second?.event.context);
  });

  test.each([
    ["a broken text", { metadata: '{"region":' }],
    ["a column more", { color: "red" }],
    ["a story", { correlation_id: "incident:1" }],
    ["digits that a number has not", { timestamp: 2 ** 60 }],
  ])("leaves a row with %s to who looks at each column", (_, change) => {
    expect(decodePlainRow({ ...plain, ...change }, new StoredTexts())).toBeUndefined();
  });
});
