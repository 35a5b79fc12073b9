import fc from "fast-check";
import type { KafkaMessage } from "kafkajs";
import { describe, expect, test } from "vitest";
import { messageChunks } from "./message-chunks.ts";

const message = (size: number, offset: number): KafkaMessage => ({
  ...{ key: null, timestamp: "0", attributes: 0, offset: String(offset), headers: {} },
  value: Buffer.alloc(size),
});

describe("messageChunks", () => {
  test("keeps every message, in order, in chunks that one insert can take", () => {
    const sizes = fc.array(fc.constantFrom(0, 1, 3_000_000), { maxLength: 300 });
    fc.assert(
      fc.property(sizes, fc.boolean(), (lengths, isPartitioned) => {
        const messages = lengths.map(message);
        const chunks = [...messageChunks(messages, isPartitioned)];
        expect(chunks.flat()).toEqual(messages);
        for (const chunk of chunks) {
          expect(chunk.length).toBeGreaterThan(0);
          if (isPartitioned) expect(chunk.length).toBeLessThanOrEqual(100);
          const bytes = chunk.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
          if (chunk.length > 1) expect(bytes).toBeLessThanOrEqual(8_000_000);
        }
      }),
      { numRuns: 20 },
    );
  });
});
