import { monitorDown } from "@audit/events";
import { describe, expect, test } from "vitest";
import { MemorySnapshotStore } from "./memory-snapshot-store.ts";
import { monitor } from "./monitor.ts";
import { snapshot } from "./snapshot.ts";
import { at, clock, stream } from "./testing.ts";

const events = stream(
  "monitor:1",
  ["10:00", "10:01", "10:02"].map((time) => at(time, monitorDown, { region: "gru" })),
);
const of = { workspaceId: "", id: "monitor:1", projection: "monitor", revision: monitor.revision };

async function storeWith(...taken: readonly [count: number, readAt: string][]) {
  const store = new MemorySnapshotStore();
  for (const [count, readAt] of taken) {
    const saved = snapshot(monitor, events.slice(0, count), { readAt: clock(readAt) });
    if (saved !== undefined) await store.save(saved);
  }
  return store;
}

describe("MemorySnapshotStore", () => {
  test("gives back what was saved, and nothing of another stream, projection or revision", async () => {
    const store = await storeWith([1, "11:00"]);
    expect(await store.load(of)).toEqual(
      snapshot(monitor, events.slice(0, 1), { readAt: clock("11:00") }),
    );
    for (const other of [
      { workspaceId: "a" },
      { id: "m" },
      { projection: "x" },
      { revision: monitor.revision + 1 },
    ])
      expect(await store.load({ ...of, ...other })).toBeUndefined();
  });

  test("prefers the latest checkpoint, then what was known last", async () => {
    const store = await storeWith([2, "11:00"], [3, "11:00"], [3, "12:00"], [1, "13:00"]);
    expect(await store.load(of)).toMatchObject({
      checkpoint: { timestamp: clock("10:02") },
      knownAt: clock("12:00") - 10_000,
    });
  });

  test("looks only at those from before a moment, and that rest on what was known at one", async () => {
    const store = await storeWith([1, "12:00"], [2, "11:00"], [3, "13:00"]);
    const found = async (query: { at?: number; knownAt?: number }) =>
      (await store.load({ ...of, ...query }))?.checkpoint.timestamp;
    expect(await found({ at: clock("10:01") })).toBe(clock("10:01"));
    expect(await found({ at: clock("10:01") - 1 })).toBe(clock("10:00"));
    expect(await found({ knownAt: clock("11:00") })).toBe(clock("10:01"));
    expect(await found({ knownAt: clock("11:00") - 10_001 })).toBeUndefined();
  });
});
