import { TinybirdEventStore, type Transport, zodBirdTransport } from "@audit/store";
import type { OpenOptions } from "@audit/store/contract";
import { storeProperties } from "@audit/store/properties";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Embedded, startEmbedded } from "./embedded.ts";

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded?.server.stop());
// Two cores may be shared by many.
vi.setConfig({ testTimeout: 120_000 });

/** Opens a store whose rows say themselves when they were recorded: by the clock of its writer. */
function openRecording(options: OpenOptions = {}): TinybirdEventStore {
  const { query } = zodBirdTransport(embedded.tb);
  const now = options.writer?.now ?? Date.now;
  const transport: Transport = {
    query,
    async ingest(_, rows) {
      const answer = await embedded.post(...rows.map((row) => ({ ...row, recorded_at: now() })));
      expect(answer).toMatchObject({ body: { quarantined_rows: 0 } });
      return { successfulRows: rows.length, quarantinedRows: 0 };
    },
  };
  return new TinybirdEventStore({ transport, ...options });
}

describe("TinybirdEventStore on embedded Tinybird", () => {
  const [sameAnswers] = storeProperties({ open: openRecording, runs: 15, recordedAt: "writer" });

  test("gives the answers of MemoryEventStore, whatever is recorded when", async () => {
    const compared = await sameAnswers?.run();
    // Otherwise the answers were the same because there were none.
    expect(compared?.events).toBeGreaterThan(50);
    expect(compared?.copies).toBeGreaterThan(5);
    expect(compared?.conflicts).toBeGreaterThan(5);
  });

  for (const { name, run } of storeProperties({
    open: (options) => embedded.open(options),
    runs: 2,
  }))
    test(name, async () => void (await run()));
});
