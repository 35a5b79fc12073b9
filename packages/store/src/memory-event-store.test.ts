import { describe, expect, test } from "vitest";
import { contractTests, type OpenOptions } from "./contract.ts";
import { MemoryEventStore } from "./memory-event-store.ts";
import { storeProperties } from "./properties.ts";

describe("MemoryEventStore", () => {
  const open = (options?: OpenOptions) => new MemoryEventStore({ writer: options?.writer });
  const reason = "each MemoryEventStore has a memory of its own";
  const differences = {
    "reads through one store what was appended through another": reason,
    "keeps all of many appends at once through two stores, in one order for both": reason,
    "takes one uid with one timestamp through two stores for one event, and knows both deliveries":
      reason,
    "takes one uid without a timestamp through two stores for two events, as it has two places":
      reason,
    "goes on in one store from a cursor or an event of another": reason,
  };
  for (const { name, run } of contractTests({ open, differences })) test(name, run);
  for (const { name, run } of storeProperties({ open, recordedAt: "writer" }))
    test(name, async () => void (await run()));

  test("takes its clock from the writer's options", async () => {
    const frozen = new MemoryEventStore({ writer: { now: () => 1_700_000_000_000.5 } });
    await frozen.append({ id: "monitor:1", action: "monitor.delete", metadata: {} });
    for await (const { timestamp, recordedAt } of frozen.read("monitor:1"))
      expect([timestamp, recordedAt]).toEqual([1_700_000_000_000, 1_700_000_000_000]);
  });
});
