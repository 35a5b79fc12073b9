import { catalog, createWriter, type EmittedEvent } from "@audit/events";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { nastyTexts } from "../contract/nasty-texts.ts";
import { encodeRow } from "../row.ts";
import { encodeLines } from "./encode-lines.ts";

const inSteps = (events: readonly EmittedEvent[]) =>
  events.map((event) => JSON.stringify(encodeRow(event)));

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.constantFrom(
    "",
    '"',
    "\\",
    "\u007f",
    "\u2028",
    "\ufeff",
    "é",
    "한",
    "😀",
    "\ud800",
    "\udc00x",
  ),
);
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 9, 10, 999_999_999, 1e9, 1e9 + 1, 2 ** 53 - 1, 2 ** 53, 1e21, 1e-7),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthIdentifier: "json" },
    text,
    number,
    fc.constantFrom<unknown>(true, false, null, new Date(0), { a: undefined }, [undefined]),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(text, tie("json"), { maxKeys: 3 }),
  ),
}));
const object = fc.dictionary(text, json, { maxKeys: 4, noNullPrototype: true });

// Safe: an event of anybody, its fields of their types and what is in them at random.
const anyEvent = fc.record(
  {
    workspaceId: text,
    id: text,
    uid: text,
    action: text,
    version: number,
    metadata: json,
    timestamp: number,
    actor: object,
    targets: fc.array(object, { maxLength: 2 }),
    outcome: text,
    context: object,
    correlationId: text,
    causationId: text,
    writer: text,
    sequence: number,
    previous: number,
  },
  {
    requiredKeys: [
      ...(["workspaceId", "id", "uid", "action", "version", "metadata"] as const),
      ...(["timestamp", "actor", "targets", "outcome", "context"] as const),
    ],
    noNullPrototype: true,
  },
) as unknown as fc.Arbitrary<EmittedEvent>;

// Safe: put there by one test, and taken away after each.
const everyObject = Object.prototype as unknown as Record<string, unknown>;
afterEach(() => {
  delete everyObject.inherited;
});

describe("encodeLines", () => {
  test("gives letter for letter what JSON.stringify makes of the rows, whatever is in them", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 5 }), (events) => {
        expect(encodeLines(events)).toEqual(inSteps(events));
      }),
      { numRuns: 2_000 },
    );
  });

  const written = createWriter(catalog).complete(
    Array.from({ length: 3_000 }, (_, index) => ({
      id: `monitor:${index}`,
      action: "monitor.down",
      metadata: { region: "é".repeat(index % 400), message: nastyTexts[index % 7] ?? "" },
      actor: { id: "ada", name: "Ada 😀" },
      correlationId: `incident:${index}`,
    })),
  );

  test("gives each line by itself, also where they are more than is written at a time", () => {
    const lines = encodeLines(written);
    expect(lines.join("").length).toBeGreaterThan(1_000_000);
    expect(lines).toEqual(inSteps(written));
  });

  test("gives no lines of no events", () => {
    expect(encodeLines([])).toEqual([]);
  });

  test("writes nothing that objects inherit", () => {
    everyObject.inherited = "by every object";
    expect(encodeLines(written.slice(0, 1))).toEqual(inSteps(written.slice(0, 1)));
  });

  test("begins anew after what cannot be written", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const [event] = written;
    if (event === undefined) throw new Error("events were written");
    expect(() => encodeLines([event, { ...event, metadata: cycle }])).toThrow(TypeError);
    expect(encodeLines([event])).toEqual(inSteps([event]));
  });
});
