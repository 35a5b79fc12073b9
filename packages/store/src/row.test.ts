import { catalog, createWriter, type EmittedEvent } from "@audit/events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeRow, encodeRow, rowColumns } from "./row.ts";

/** What the data source makes of a row: absent columns have their defaults. */
const stored = (event: EmittedEvent) => ({
  workspace_id: "",
  correlation_id: "",
  causation_id: "",
  writer: "",
  sequence: 0,
  previous: -1,
  recorded_at: event.timestamp + 5,
  ...JSON.parse(JSON.stringify(encodeRow(event))),
  exact_timestamp: String(event.timestamp),
});

const text = fc.string({ unit: "grapheme", maxLength: 20 });
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const anyDraft = fc.record({
  id: text
    .filter((key) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(key) && key !== "")
    .map((key) => `monitor:${key}`),
  action: fc.constant("monitor.down"),
  metadata: fc.record({ region: text, message: optional(text), latency: optional(fc.nat()) }),
  workspaceId: optional(text),
  timestamp: optional(fc.integer({ min: 1e11, max: 1.7e12 })),
  actor: optional(fc.record({ id: text, name: optional(text) })),
  targets: optional(fc.array(fc.record({ id: fc.constant("1"), type: fc.constant("monitor") }))),
  outcome: optional(fc.constantFrom("success", "failure", "denied")),
  context: optional(fc.record({ ip: text })),
  correlationId: optional(text.filter((id) => id !== "")),
});

describe("decodeRow", () => {
  test("gives back what encodeRow was given", () => {
    const writer = createWriter(catalog);
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const [event] = writer.complete([draft]);
        if (event === undefined) throw new Error("a draft gives an event");
        const decoded = decodeRow(stored(event));
        if ("missing" in decoded) throw new Error(`the row has no ${decoded.missing}`);
        const { raw: _, recordedAt, copies, ...rest } = decoded.event;
        expect(rest).toEqual(event);
        expect([recordedAt, copies]).toEqual([event.timestamp + 5, 1]);
        expect(decoded.timestamp).toBe(String(event.timestamp));
      }),
    );
  });

  const [event] = createWriter(catalog).complete([
    { id: "monitor:1", action: "monitor.delete", metadata: {} },
  ]);
  const row = event === undefined ? {} : stored(event);

  test("reads whole numbers that come as text", () => {
    const quoted = decodeRow({ ...row, timestamp: "1700000000000", version: "1" });
    expect(quoted).toMatchObject({ event: { timestamp: 1_700_000_000_000, version: 1 } });
  });

  test.each([...rowColumns, "exact_timestamp"])(
    "names the column %s where it is missing",
    (column) => {
      expect(decodeRow({ ...row, [column]: undefined })).toEqual({ missing: column });
    },
  );

  test.each([
    ["version", "abc"],
    ["timestamp", 1.5],
    ["uid", 7],
    ["metadata", null],
  ])("does not take %s for %j", (column, value) => {
    expect(decodeRow({ ...row, [column]: value })).toEqual({ missing: column });
  });

  test.each([null, "row", 5, []])("does not take %j for a row", (value) => {
    expect(decodeRow(value)).toEqual({ missing: "a row" });
  });
});
