import type { RecordedEvent } from "@audit/events";
import { describe, expect, test } from "vitest";
import { factKey } from "./fact-key.ts";

const event: RecordedEvent = {
  workspaceId: "",
  id: "monitor:1",
  uid: "u",
  action: "monitor.update",
  version: 1,
  metadata: { changes: [{ field: "url", from: "a", to: "b" }] },
  timestamp: 1_750_000_000_000,
  recordedAt: 1_750_000_000_001,
  actor: { id: "u7", name: "Ada", type: "user" },
  targets: [],
  outcome: "success",
  context: {},
  writer: "w",
  sequence: 7,
  previous: 3,
  copies: 1,
};
const keyOf = (changes: Partial<RecordedEvent>, timestamp = "1750000000000") =>
  factKey({ event: { ...event, ...changes }, timestamp });

describe("factKey", () => {
  test("is the same however the event came, and in whatever order its keys are", () => {
    const came = { recordedAt: 9, copies: 4, writer: "other", sequence: 1, previous: 0 };
    expect(keyOf({ ...came, raw: { id: "monitor:1" } })).toBe(keyOf({}));
    const changes = [{ to: "b", from: "a", field: "url" }];
    expect(keyOf({ metadata: { changes } })).toBe(keyOf({}));
  });

  test.each<[string, Partial<RecordedEvent>, string?]>([
    ["entity", { id: "monitor:2" }],
    ["uid", { uid: "v" }],
    ["digits of the timestamp", {}, "1750000000000000001"],
    ["action", { action: "monitor.delete" }],
    ["metadata", { metadata: { changes: [{ field: "url", from: "a", to: "c" }] } }],
    ["actor", { actor: { id: "u8", name: "Ada", type: "user" } }],
    ["outcome", { outcome: "denied" }],
    ["story", { correlationId: "incident:1" }],
  ])("is another one for another %s", (_, changes, timestamp) => {
    expect(keyOf(changes, timestamp)).not.toBe(keyOf({}));
  });
});
