import { catalog, createWriter } from "@audit/events";
import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { createAnalytics } from "@audit/store/analytics";
import { startTinybird } from "@audit/tinybird-embedded";
import { expect, onTestFinished, test } from "vitest";
import { hasBroker, startBroker } from "../../tinybird-embedded/test/broker.ts";
import { encodeRow } from "../src/row.ts";
import { project } from "./embedded.ts";

const noon = Date.parse("2026-03-02T12:00:00Z");
const down = (uid: string, minutes: number) => ({
  workspaceId: "ws_1",
  id: "monitor:1",
  uid,
  action: "monitor.down" as const,
  metadata: { region: "gru" },
  timestamp: noon + minutes * 60_000,
});

test.skipIf(!hasBroker)(
  "events by Kafka and by the Events API meet in one stream, in its order, each once",
  { timeout: 60_000 },
  async () => {
    const broker = await startBroker();
    const server = await startTinybird({
      project,
      secrets: { AUDIT_KAFKA_BOOTSTRAP_SERVERS: broker.address, AUDIT_KAFKA_TOPIC: "events" },
    });
    onTestFinished(() => server.stop());
    const transport = fetchTransport({ ...server, deadlines: { append: 30_000 } });
    const store = new TinybirdEventStore({ transport });
    await store.append([down("a", 0), down("c", 2), down("d", 3)]);
    const writer = createWriter(catalog);
    const byKafka = writer.complete([down("b", 1), down("d", 3), down("e", 4)]);
    const messages = byKafka.map((event) => ({
      key: event.id,
      value: JSON.stringify(encodeRow(event)),
    }));
    await broker.send("events", [...messages, { key: "x", value: "no event" }]);

    const uids = async () => {
      const found: string[] = [];
      for await (const event of store.read("monitor:1", { workspaceId: "ws_1" }))
        found.push(`${event.uid}${event.known ? "" : "?"}`);
      return found.join("");
    };
    await expect.poll(uids, { timeout: 50_000 }).toBe("abcde");
    const analytics = createAnalytics({ transport });
    // A view of a view sees a row a moment later.
    await expect.poll(() => analytics.total({ workspaceId: "ws_1" })).toBe(5);
    const counts = await analytics.counts({ workspaceId: "ws_1" });
    expect(counts.map(({ counts: of }) => of["monitor.down"])).toEqual([1, 1, 1, 1, 1]);
    expect(await analytics.feed({ workspaceId: "ws_1" })).toHaveLength(5);
  },
);
