import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { catalog } from "../built-in-catalog.ts";
import { checkEnvelope } from "../check-envelope.ts";
import { utf8Length } from "../limits.ts";
import { takeDraft } from "./take-draft.ts";

const noon = 1_750_000_000_000;
const down = catalog.find("monitor.down");
if (down === undefined) throw new Error("the catalog has the action");

const text = fc.constantFrom<unknown>(
  ...["", "a", "monitor:1", "user", "success", "ü😀", "\ud800", "a b", "x".repeat(300)],
  ...[undefined, null, 5, ["user"], "monitor:\n"],
);
const any = (...keys: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...keys), text, { noNullPrototype: true });
const field = {
  id: fc.oneof({ weight: 4, arbitrary: fc.constant<unknown>("monitor:1") }, text),
  action: fc.constant("monitor.down"),
  metadata: fc.constantFrom<unknown>({ region: "gru" }, { region: "gru", latency: undefined }, {}),
  version: fc.constantFrom<unknown>(undefined, 1, 2, 0, "1", 1.5),
  uid: text,
  workspaceId: text,
  timestamp: fc.constantFrom<unknown>(undefined, noon, 1, 1.5, noon + 86_400_001, "1", Number.NaN),
  actor: fc.oneof(
    text,
    any("id", "name", "type", "team"),
    fc.record({ id: fc.constant("a"), type: fc.constantFrom("user", "robot") }),
    fc.record({ id: text, onBehalfOf: any("id", "name", "onBehalfOf") }),
  ),
  targets: fc.oneof(
    text,
    fc.array(any("id", "type", "name", "team"), { maxLength: 2 }),
    fc.array(fc.record({ id: fc.constant("1"), type: text }), { maxLength: 2 }),
  ),
  outcome: text,
  context: fc.oneof(text, any("ip", "userAgent", "requestId", "traceId", "cookie")),
  correlationId: text,
  causationId: text,
};
const draft = fc
  .record(field, { requiredKeys: ["id", "action", "metadata"], noNullPrototype: true })
  .chain((full) => {
    const names = Object.keys(full).filter((key) => !["id", "action", "metadata"].includes(key));
    // Of many fields one is always wrong: a few are kept.
    return fc
      .subarray(names, { maxLength: Math.min(3, names.length) })
      .map((kept) =>
        Object.fromEntries(
          Object.entries(full).filter(([key]) => !names.includes(key) || kept.includes(key)),
        ),
      );
  });

// Safe: put there by one test, and taken away after each.
const everyObject = Object.prototype as Record<string, unknown>;
afterEach(() => {
  delete everyObject.message;
});

describe("takeDraft", () => {
  test("takes only drafts in which no field has a problem, and that are not too large", () => {
    let taken = 0;
    fc.assert(
      fc.property(draft, fc.constantFrom(32_768, 2_000, 1_200, 300), (given, eventBytes) => {
        if (takeDraft(down, given, noon, eventBytes) === undefined) return;
        taken += 1;
        expect(checkEnvelope(given, down, noon)).toEqual([]);
        expect(utf8Length(JSON.stringify(given))).toBeLessThanOrEqual(eventBytes);
      }),
      { numRuns: 10_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test.each<[string, object]>([
    ["an unknown field", { tiemstamp: 1 }],
    ["a lone surrogate", { correlationId: "\ud800" }],
    ["a target of a list", { targets: [["1"]] }],
    [
      "an actor for whom another acts who acts for a third",
      { actor: { id: "a", onBehalfOf: { id: "b", onBehalfOf: { id: "c" } } } },
    ],
  ])("leaves a draft with %s to who says what is wrong", (_, change) => {
    const whole = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } };
    expect(takeDraft(down, whole, noon, 32_768)).toBeDefined();
    expect(takeDraft(down, { ...whole, ...change }, noon, 32_768)).toBeUndefined();
  });

  test("takes nothing where every object has a field that nobody gave it", () => {
    const whole = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } };
    everyObject.message = "inherited";
    expect(takeDraft(down, whole, noon, 32_768)).toBeUndefined();
  });
});
