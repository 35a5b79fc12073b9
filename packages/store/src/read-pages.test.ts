import type { RecordedEvent } from "@audit/events";
import { describe, expect, test } from "vitest";
import { type PlacedFacts, readPages } from "./read-pages.ts";
import type { PlacedEvent } from "./row.ts";

const placed = (timestamp: string, uid: string): PlacedEvent => ({
  timestamp,
  event: {
    workspaceId: "",
    id: "monitor:1",
    uid,
    action: "monitor.delete",
    version: 1,
    metadata: {},
    timestamp: Number(timestamp),
    recordedAt: 1,
    actor: { id: "", name: "system", type: "system" },
    targets: [],
    outcome: "success",
    context: {},
    copies: 1,
  } satisfies RecordedEvent,
});

async function collect(places: AsyncIterable<PlacedFacts>): Promise<string[]> {
  const uids: string[] = [];
  for await (const { facts } of places)
    uids.push(...facts.map(({ uid, copies }) => `${uid}x${copies}`));
  return uids;
}

describe("readPages", () => {
  const base = 2n ** 60n;
  const stream = Array.from({ length: 40 }, (_, index) =>
    // Steps that a number does not hold, each event twice.
    placed(String(base + BigInt(index >> 1)), `u${String(index >> 1).padStart(2, "0")}`),
  );

  test.each([1, 2, 3, 5, 7, 39, 40, 41])("gives each event once with pages of %d", async (size) => {
    const pages = readPages(
      async (after, count) => {
        const from = stream.findIndex(
          ({ timestamp }) => after === undefined || BigInt(timestamp) > BigInt(after.timestamp),
        );
        return from === -1 ? [] : stream.slice(from, from + count);
      },
      { pageSize: size },
    );
    expect(await collect(pages)).toEqual(
      Array.from({ length: 20 }, (_, index) => `u${String(index).padStart(2, "0")}x2`),
    );
  });

  test("ends with an error where a server gives the same page again and again", async () => {
    const same = [placed("1", "a"), placed("2", "b")];
    await expect(collect(readPages(async () => same, { pageSize: 2 }))).rejects.toMatchObject({
      code: "unexpected_answer",
    });
    await expect(collect(readPages(async () => same, { pageSize: 1 }))).rejects.toMatchObject({
      code: "unexpected_answer",
    });
  });
});
