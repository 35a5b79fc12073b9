import { MemoryEventStore } from "@audit/store";
import { describe, expect, test } from "vitest";
import { readStory } from "./read-story.ts";

const noon = Date.parse("2025-03-02T12:00:00Z");
const whole = { workspaceId: "", from: undefined, to: undefined, knownAt: undefined };
const down = (id: string, minutes: number, correlationId?: string) => ({
  id,
  uid: `${id}-${minutes}`,
  action: "monitor.down" as const,
  metadata: { region: "gru" },
  timestamp: noon + minutes * 60_000,
  ...(correlationId === undefined ? {} : { correlationId }),
});

describe("readStory", () => {
  test("brings in the events of other entities that share a correlationId, and no others", async () => {
    const store = new MemoryEventStore();
    await store.append([
      down("monitor:1", 0),
      down("monitor:1", 1, "a"),
      down("monitor:2", 2, "a"),
      down("monitor:2", 3, "b"),
      down("monitor:3", 4),
      down("invoice:9", 5, "a"),
    ]);
    const { correlationIds, moments } = await readStory(store, "monitor:1", whole);
    expect(correlationIds).toEqual(["a"]);
    expect(moments.map(({ event }) => event.uid)).toEqual([
      "monitor:1-0",
      "monitor:1-1",
      "monitor:2-2",
      "invoice:9-5",
    ]);
    expect(moments[3]).toMatchObject({ changes: [], sentence: expect.stringContaining("down") });
  });

  test("keeps to its part of time, with what was before still counting", async () => {
    const store = new MemoryEventStore();
    await store.append([
      down("monitor:1", 0, "old"),
      down("monitor:2", 1, "old"),
      down("monitor:1", 10, "new"),
      down("monitor:2", 11, "new"),
      down("monitor:2", 12, "new"),
    ]);
    const query = { ...whole, from: noon + 600_000, to: noon + 660_000 };
    const { correlationIds, moments } = await readStory(store, "monitor:1", query);
    expect(correlationIds).toEqual(["new"]);
    expect(moments.map(({ event }) => event.uid)).toEqual(["monitor:1-10", "monitor:2-11"]);
    expect(moments[1]?.lasted).toBe(600_000);
  });

  test("reads a story of more events than a page has", async () => {
    const store = new MemoryEventStore();
    await store.append(Array.from({ length: 1_200 }, (_, index) => down("monitor:2", index, "a")));
    await store.append([down("monitor:1", 0, "a"), down("monitor:3", 5_000, "a")]);
    const { moments } = await readStory(store, "monitor:1", whole);
    expect(moments).toHaveLength(1_202);
    expect(moments.at(-1)?.event.id).toBe("monitor:3");
  });

  test("refuses more than 100 stories, and says how to choose", async () => {
    const store = new MemoryEventStore();
    await store.append(Array.from({ length: 101 }, (_, i) => down("monitor:1", i, `s${i}`)));
    await expect(readStory(store, "monitor:1", whole)).rejects.toMatchObject({
      message: "Cannot tell 101 stories at once: 100 at most",
      hint: expect.stringContaining("--from"),
    });
  });
});
