import { describe, expect, test } from "vitest";
import { storeContract } from "./contract.ts";
import { MemoryEventStore } from "./memory-event-store.ts";

describe("MemoryEventStore", () => {
  const store = new MemoryEventStore();

  test.each(storeContract)("$name", ({ name, run }) => run({ store, workspaceId: name }));

  test("takes its clock from the writer's options", async () => {
    const frozen = new MemoryEventStore({ writer: { now: () => 1_700_000_000_000.5 } });
    await frozen.append({ id: "monitor:1", action: "monitor.delete", metadata: {} });
    for await (const { timestamp, recordedAt } of frozen.read("monitor:1"))
      expect([timestamp, recordedAt]).toEqual([1_700_000_000_000, 1_700_000_000_000]);
  });
});
