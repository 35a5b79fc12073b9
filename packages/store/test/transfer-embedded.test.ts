import { fetchTransport, TinybirdEventStore, type Transport } from "@audit/store";
import { exportEvents, importEvents } from "@audit/store/transfer";
import { startTinybird, type Tinybird } from "@audit/tinybird-embedded";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collect } from "../src/contract/contract-case.ts";
import { project } from "./embedded.ts";

// As Tinybird Cloud is: a request that touches more is refused.
let server: Tinybird;
let transport: Transport;
beforeAll(async () => {
  server = await startTinybird({ project, partitionsPerInsert: 12, logLevel: "silent" });
  const { url, token } = server;
  transport = fetchTransport({ url, token, deadlines: { append: 30_000 } });
});
afterAll(() => server?.stop());

const event = (index: number, timestamp: number) =>
  `${JSON.stringify({
    id: `monitor:${index % 7}`,
    uid: `u${index}`,
    action: "monitor.delete",
    version: 1,
    metadata: {},
    timestamp,
    recordedAt: 1_800_000_000_000 + index,
  })}\n`;

describe("exportEvents from embedded Tinybird", () => {
  test("keeps rows that no number holds whole; the import names them and passes over them", async () => {
    const row = (uid: string, timestamp: string) =>
      `{"workspace_id":"huge","id":"monitor:1","uid":"${uid}","action":"monitor.delete","timestamp":${timestamp},"recorded_at":5}`;
    await fetch(`${server.url}/v0/events?name=audit_log&wait=true`, {
      method: "POST",
      headers: { authorization: `Bearer ${server.token}` },
      body: `${row("a", "5")}\n${row("b", "9223372036854775807")}`,
    });
    const store = new TinybirdEventStore({ transport });
    for (const format of ["ndjson", "csv", "cloudevents"] as const) {
      const text = (await collect(exportEvents(store, { format, workspaceId: "huge" }))).join("");
      expect(text).toContain("9223372036854775807");
      const told: string[] = [];
      const report = await importEvents(store, text, {
        format,
        workspaceId: `not huge ${format}`,
        onInvalidLine: ({ message }) => void told.push(message),
      });
      expect(report).toMatchObject({ events: 1, invalidLines: 1 });
      expect(told[0]).toMatch(
        /line [23] as (stored|raw)\.timestamp must be a whole number of at most 2\^53/,
      );
    }
  });
});

describe("importEvents into embedded Tinybird", () => {
  test("sends no request of more than twelve years, however the years are mixed", async () => {
    const store = new TinybirdEventStore({ transport });
    const odd = [-9e15, 9e15, -2e12, 0, 1e13];
    const lines = Array.from({ length: 400 }, (_, index) =>
      event(index, odd[index % 40] ?? Date.UTC(1971 + (index % 40), index % 12)),
    );
    const report = await importEvents(store, lines, { format: "ndjson", workspaceId: "years" });
    expect(report.events).toBe(400);
    const events = await collect(store.readAll({ workspaceId: "years" }));
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(400);
    expect(events.every(({ recordedAt }) => recordedAt >= 1_800_000_000_000)).toBe(true);
  });

  test("keeps years together, so that a mixed log needs few requests", async () => {
    let requests = 0;
    const store = new TinybirdEventStore({
      transport: {
        query: transport.query,
        async ingest(...call) {
          requests += 1;
          return transport.ingest(...call);
        },
      },
    });
    const lines = Array.from({ length: 1000 }, (_, index) =>
      event(index, Date.UTC(1990 + (index % 24), 1)),
    );
    await importEvents(store, lines, { format: "ndjson", workspaceId: "few" });
    expect(requests).toBe(2);
  });

  test("goes on from a checkpoint when Tinybird was away, and has each event once", async () => {
    let calls = 0;
    const failing: Transport = {
      query: transport.query,
      async ingest(...call) {
        calls += 1;
        // What is told as failed may have been carried out: the rows come again.
        const answer = calls === 5 ? undefined : await transport.ingest(...call);
        if (calls === 3 || answer === undefined) throw new Error("away");
        return answer;
      },
    };
    const store = new TinybirdEventStore({ transport: failing });
    const source = Array.from({ length: 1000 }, (_, index) => event(index, 1.7e12 + index)).join(
      "",
    );
    const options = { format: "ndjson", workspaceId: "broken", batchSize: 100 } as const;
    let checkpoint: { bytes: number; lines: number } | undefined;
    let breaks = 0;
    for (;;)
      try {
        await importEvents(store, source, { ...options, checkpoint });
        break;
      } catch (error) {
        expect(error).toMatchObject({ code: "import_interrupted", cause: { message: "away" } });
        ({ checkpoint } = Object(error).report);
        breaks += 1;
      }
    expect(breaks).toBe(2);
    const events = await collect(store.readAll({ workspaceId: "broken" }));
    expect(events).toHaveLength(1000);
    const copies = events.filter((one) => one.copies > 1).map(({ uid }) => uid);
    expect(copies).toHaveLength(100);
  });

  test("keeps rows as large as the embedded server takes them", async () => {
    const store = new TinybirdEventStore({ transport });
    const metadata = { message: 'é"\\'.repeat(400_000) };
    const lines = ["a", "b", "c"].map((uid) =>
      JSON.stringify({ id: "monitor:1", uid, action: "x.y", version: 1, metadata, timestamp: 5 }),
    );
    await importEvents(store, lines.join("\n"), { format: "ndjson", workspaceId: "large" });
    for (const format of ["ndjson", "csv", "cloudevents"] as const) {
      const chunks = exportEvents(store, { format, workspaceId: "large" });
      const report = await importEvents(store, chunks, { format, workspaceId: `large ${format}` });
      expect(report.events).toBe(3);
    }
  });
});
