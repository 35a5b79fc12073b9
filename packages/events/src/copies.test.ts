import { describe, expect, test } from "vitest";
import { isSameFact, mergeCopies } from "./copies.ts";
import type { Delivery } from "./event.ts";
import { recorded } from "./recorded.fixture.ts";

const event = recorded("monitor.down", { region: "gru", statusCode: 400 });

describe("mergeCopies", () => {
  test("counts copies, keeps the earliest delivery and the numbers of the others", () => {
    const later = { ...event, recordedAt: event.recordedAt + 5, writer: "w2", sequence: 9 };
    const otherDeliveries: readonly Delivery[] = [{ writer: "w2", sequence: 9, previous: 0 }];
    const merged = { ...event, copies: 2, otherDeliveries };
    expect(mergeCopies(later, event)).toEqual(merged);
    expect(mergeCopies<typeof merged | typeof later>(merged, later)).toEqual({
      ...merged,
      copies: 3,
    });
  });

  test("has no other deliveries where one was sent again as it was", () => {
    const again = { ...event, recordedAt: event.recordedAt + 5 };
    expect(mergeCopies(again, event)).toEqual({ ...event, copies: 2 });
  });

  test("keeps two facts under one uid apart", () => {
    expect(mergeCopies(event, { ...event, metadata: { region: "fra" } })).toBeUndefined();
    expect(mergeCopies(event, { ...event, outcome: "denied" })).toBeUndefined();
    expect(mergeCopies(event, { ...event, uid: "other" })).toBeUndefined();
  });
});

describe("isSameFact", () => {
  test("looks at neither the delivery nor the order of keys", () => {
    const metadata = { statusCode: 400, region: "gru" };
    expect(isSameFact(event, { ...event, metadata })).toBe(true);
    expect(isSameFact({ ...event }, { ...event, writer: "w2" })).toBe(true);
  });

  test("tells events that were not understood apart by what they carried", () => {
    const { metadata: _, ...rest } = event;
    const one = { ...rest, raw: { metadata: '{"a":1}', recorded_at: 1 } };
    const other = { ...rest, raw: { metadata: '{"a":2}', recorded_at: 1 } };
    const again = { ...rest, raw: { metadata: '{"a":1}', recorded_at: 2 } };
    expect(isSameFact(one, again)).toBe(true);
    expect(isSameFact(one, other)).toBe(false);
  });
});
