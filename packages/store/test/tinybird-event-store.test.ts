import { AuditLog, type ReadOptions, storedRow } from "@audit/store";
import { contractTests } from "@audit/store/contract";
import { Tinybird } from "@chronark/zod-bird";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Embedded, startEmbedded } from "./embedded.ts";

const noon = 1_750_000_000_000;
let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded?.server.stop());

async function readStream(id: string, workspaceId = "") {
  const events = [];
  for await (const event of embedded.store.read(id, { workspaceId })) events.push(event);
  return events;
}

async function rest(id: string, options: ReadOptions) {
  const events = [];
  for await (const event of embedded.store.read(id, options)) events.push(event);
  return events;
}

describe("TinybirdEventStore on embedded Tinybird", () => {
  for (const { name, run } of contractTests({ open: (options) => embedded.open(options) }))
    test(name, run);

  test("gives a stream of 10,000 events whole and in order", async () => {
    const drafts = Array.from({ length: 10_000 }, (_, index) => ({
      id: "monitor:long",
      action: "monitor.recovered" as const,
      metadata: { region: "gru", latency: index },
      timestamp: noon + Math.floor(index / 3),
    }));
    const receipts = await embedded.store.append(drafts);
    const { data } = await embedded.auditLog.getAuditLog({ event_id: "monitor:long" });
    expect(data.map(({ uid }) => uid)).toEqual(receipts.map(({ uid }) => uid));
  });

  test("gives an event once whose request was posted twice, on every page border", async () => {
    const rows = Array.from({ length: 160 }, (_, index) => ({
      id: "monitor:doubled",
      uid: `u${String(index).padStart(3, "0")}`,
      action: "monitor.recovered",
      metadata: '{"region":"gru"}',
      timestamp: noon,
    }));
    await embedded.post(...rows);
    await embedded.post(...rows);
    const events = await readStream("monitor:doubled");
    expect(events.map(({ uid, copies }) => [uid, copies])).toEqual(rows.map(({ uid }) => [uid, 2]));
  });

  test("reads an event with more copies than a page has rows", async () => {
    const row = { id: "monitor:copied", uid: "u", action: "monitor.delete", timestamp: noon };
    await embedded.post(...Array.from({ length: 230 }, () => row), { ...row, uid: "v" });
    const events = await readStream("monitor:copied");
    expect(events.map(({ uid, copies }) => [uid, copies])).toEqual([
      ["u", 230],
      ["v", 1],
    ]);
  });
});

describe("rows of others", () => {
  const before = {
    id: "monitor:before",
    actor: '{"id":"server","type":"system"}',
    timestamp: noon,
    version: 1,
  };

  test("of the product before come back as today's events, the same at every read", async () => {
    await embedded.post(
      { ...before, action: "monitor.failed", metadata: '{"region":"gru","message":"timeout"}' },
      { ...before, action: "incident.created", metadata: '{"incidentId":7}' },
      {
        ...before,
        action: "incident.resolved",
        metadata: "{}",
        targets: '[{"id":"1","type":"monitor"}]',
      },
    );
    const events = await readStream("monitor:before");
    expect(events.map((event) => event.known && event.action).sort()).toEqual([
      "incident.create",
      "incident.resolve",
      "monitor.down",
    ]);
    expect(events[0]?.actor).toEqual({ id: "server", name: "server", type: "system" });
    expect(events.every(({ writer, sequence }) => writer === undefined && sequence === undefined));
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(3);
    expect(await readStream("monitor:before")).toEqual(events);
  });

  test("of the product before come back whole over page borders, at one timestamp and without a uid", async () => {
    const rows = Array.from({ length: 130 }, (_, index) => ({
      ...before,
      id: "monitor:ties",
      action: "monitor.failed",
      metadata: JSON.stringify({ region: "gru", message: `timeout ${index}` }),
    }));
    await embedded.post(...rows);
    const events = await readStream("monitor:ties");
    const messages = events.map(
      (event) => event.known && event.action === "monitor.down" && event.metadata.message,
    );
    expect(new Set(messages).size).toBe(130);
    expect(events).toHaveLength(130);
    expect((await readStream("monitor:ties")).map(({ uid }) => uid)).toEqual(
      events.map(({ uid }) => uid),
    );
  });

  test("with broken JSON, a newer version or an unknown action cost no page and lose nothing", async () => {
    const row = { id: "monitor:odd", timestamp: noon, version: 1 };
    const good = { ...row, uid: "a", action: "monitor.down", metadata: '{"region":"gru"}' };
    const odd = [
      { ...row, uid: "b", action: "monitor.down", metadata: '{"region":' },
      { ...row, uid: "c", action: "monitor.down", version: 9, metadata: '{"regions":["gru"]}' },
      { ...row, uid: "d", action: "monitor.exploded", metadata: '{"pieces":4}' },
      { ...row, uid: "e", action: "monitor.down", metadata: '{"region":"gru","zone":{"a":1}}' },
      { ...row, uid: "f", action: "monitor.delete", metadata: "{}", actor: "nobody" },
    ];
    await embedded.post(good, ...odd);
    const events = await readStream("monitor:odd");
    expect(events.map((event) => (event.known ? event.action : event.reason))).toEqual([
      "monitor.down",
      "row_broken",
      "version_unknown",
      "action_unknown",
      "monitor.down",
      "row_broken",
    ]);
    for (const [index, row] of odd.entries()) {
      const event = events[index + 1];
      if (event && !event.known) expect(event.raw).toMatchObject(row);
    }
    expect(events[4]).toMatchObject({ known: true, extra: [{ path: ["zone"], value: { a: 1 } }] });
  });

  test("with timestamps that no number holds come back whole, as events that are not understood", async () => {
    const base = 1_750_000_000_000_000_000n;
    const lines = Array.from({ length: 130 }, (_, index) => {
      const row = { id: "monitor:nanos", uid: `n${index}`, action: "monitor.delete" };
      return JSON.stringify(row).replace("}", `,"timestamp":${base + BigInt(40 * index)}}`);
    });
    lines.push(
      '{"id":"monitor:nanos","uid":"max","action":"monitor.delete","timestamp":9223372036854775807}',
    );
    await fetch(`${embedded.server.url}/v0/events?name=audit_log&wait=true`, {
      method: "POST",
      headers: { Authorization: `Bearer ${embedded.server.token}` },
      body: lines.join("\n"),
    });
    const events = await readStream("monitor:nanos");
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(131);
    expect(events[0]).toMatchObject({
      known: false,
      reason: "row_broken",
      detail: "timestamp must be a whole number of at most 2^53",
    });
    const backward = { direction: "backward" } as const;
    const reversed = [];
    for await (const event of embedded.store.read("monitor:nanos", backward)) reversed.push(event);
    expect(reversed).toEqual(events.toReversed());
    // 40 ns apart, some neighbours are one number: the place is in the row's digits.
    for (const at of [1, 63, 64, 130]) {
      const [next] = await rest("monitor:nanos", { after: events[at - 1], limit: 1 });
      expect(next?.uid).toBe(events[at]?.uid);
      const [before] = await rest("monitor:nanos", { ...backward, after: events[at], limit: 1 });
      expect(before?.uid).toBe(events[at - 1]?.uid);
    }
    const seen = [];
    let cursor: string | undefined;
    do {
      const range = { from: 2 ** 53 - 1, limit: 60, order: "oldest", cursor } as const;
      const page = await embedded.store.search(range);
      seen.push(...page.events);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(events);
  });

  test("that were not understood can be written back byte for byte", async () => {
    const row = { id: "monitor:carried", timestamp: noon, actor: "nobody", targets: "[ ]" };
    await embedded.post(
      { ...row, uid: "a", action: "monitor.down", version: 9, metadata: '{"b":1,  "a":"\\u00e9"}' },
      { ...row, uid: "b", action: "monitor.exploded", version: 1, metadata: '{"pieces":4.0}' },
      { ...row, uid: "c", action: "monitor.down", version: 1, metadata: '{"region":' },
    );
    const stored = async (table: string) => {
      const q = `SELECT * FROM ${table} WHERE id = 'monitor:carried' ORDER BY uid FORMAT JSONEachRow`;
      const { url, token } = embedded.server;
      const answer = await fetch(`${url}/v0/sql?${new URLSearchParams({ q, token })}`);
      return (await answer.text()).split("\n");
    };
    const before = await stored("audit_log");
    const rows = (await readStream("monitor:carried")).map(storedRow);
    expect(rows).toHaveLength(3);
    await embedded.post(...rows.map((carried) => ({ ...carried })));
    const after = await stored("audit_log");
    expect(after.filter((line) => line !== "")).toHaveLength(6);
    expect(new Set(after)).toEqual(new Set(before));
  });

  test("of the product before are found by their target too", async () => {
    await embedded.post({
      ...before,
      id: "monitor:before",
      action: "notification.sent",
      metadata: '{"provider":"email"}',
      targets: '[{"id":"before-7","type":"user"}]',
    });
    const q =
      "SELECT id, action FROM audit_log WHERE has(target_keys, 'user:before-7') FORMAT JSON";
    const { url, token } = embedded.server;
    const answer = await fetch(`${url}/v0/sql?${new URLSearchParams({ q, token })}`);
    expect(await answer.json()).toMatchObject({
      data: [{ id: "monitor:before", action: "notification.sent" }],
    });
  });
});

describe("AuditLog", () => {
  test("needs no more than the token that the data project makes for it", async () => {
    const { url, tokens } = embedded.server;
    const token = tokens.audit_log_store ?? "";
    const auditLog = new AuditLog({ tb: new Tinybird({ token, baseUrl: url }) });
    await auditLog.publishAuditLog({
      id: "monitor:narrow",
      action: "monitor.delete",
      metadata: {},
    });
    expect((await auditLog.getAuditLog({ event_id: "monitor:narrow" })).data).toHaveLength(1);
    // It may run its endpoints, and read no data source itself.
    const sql = await fetch(`${url}/v0/sql?q=SELECT+count()+FROM+audit_log&token=${token}`);
    expect(sql.status).toBe(403);
  });

  test("serves the original interface", async () => {
    const { auditLog } = embedded;
    const receipt = await auditLog.publishAuditLog({
      id: "monitor:1",
      action: "monitor.down",
      targets: [{ id: "1", type: "monitor" }],
      metadata: { region: "gru", statusCode: 400, message: "timeout" },
    });
    expect(receipt).toEqual({ uid: expect.any(String), status: "accepted" });
    const { data } = await auditLog.getAuditLog({ event_id: "monitor:1" });
    expect(data).toMatchObject([
      {
        known: true,
        uid: receipt.uid,
        action: "monitor.down",
        metadata: { region: "gru", statusCode: 400, message: "timeout" },
        targets: [{ id: "1", type: "monitor" }],
        actor: { id: "", name: "system", type: "system" },
      },
    ]);
  });
});
