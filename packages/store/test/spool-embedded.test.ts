import { randomUUID } from "node:crypto";
import { catalog, createWriter } from "@audit/events";
import { zodBirdTransport } from "@audit/store";
import { Tinybird } from "@chronark/zod-bird";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeRow } from "../src/row.ts";
import { drainSpool, openSpool } from "../src/spool.ts";
import { type Embedded, startEmbedded } from "./embedded.ts";
import { spoolFolder } from "./spool-folder.ts";

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded?.server.stop());

const transportTo = (baseUrl: string) =>
  zodBirdTransport(new Tinybird({ token: embedded.server.token, baseUrl }), { append: 30_000 });

describe("openSpool with embedded Tinybird", () => {
  test("keeps events while nothing answers, and brings each of them once when it does", async () => {
    const directory = await spoolFolder();
    const id = `monitor:${randomUUID()}`;
    const drafts = Array.from({ length: 300 }, () => ({
      id,
      action: "monitor.down" as const,
      metadata: { region: "gru" },
    }));
    const events = createWriter(catalog).complete(drafts);
    // Nobody listens there.
    const transport = transportTo("http://127.0.0.1:9");
    const spool = await openSpool({ directory, transport, drain: "manual", segmentBytes: 20_000 });
    await Promise.all(events.map((event) => spool.add([encodeRow(event)])));
    expect(await spool.drain()).toMatchObject({ outcome: "failed", code: "unreachable" });
    expect(await spool.state()).toMatchObject({ events: 300 });
    await spool.close();

    const drain = () => drainSpool({ directory, transport: transportTo(embedded.server.url) });
    expect(await drain()).toMatchObject({ outcome: "empty", sent: 300, setAside: 0 });
    expect(await drain()).toMatchObject({ outcome: "empty", sent: 0 });
    const { data } = await embedded.auditLog.getAuditLog({ event_id: id });
    expect(data.map(({ uid, copies }) => [uid, copies])).toEqual(events.map(({ uid }) => [uid, 1]));
  });

  test("sets aside by its uid what Tinybird puts in quarantine", async () => {
    const directory = await spoolFolder();
    const transport = transportTo(embedded.server.url);
    const spool = await openSpool({ directory, transport, drain: "auto" });
    const id = `monitor:${randomUUID()}`;
    const [good, bad] = createWriter(catalog)
      .complete(
        [1, 2].map(() => ({ id, action: "monitor.down" as const, metadata: { region: "gru" } })),
      )
      .map(encodeRow);
    await spool.add([{ ...good }, { ...bad, timestamp: "not a number" }]);
    await expect
      .poll(async () => spool.state(), { timeout: 20_000 })
      .toMatchObject({ events: 0, setAside: { quarantined: 1 }, sinceOpen: { sent: 1 } });
    await spool.close();
    const { data } = await embedded.auditLog.getAuditLog({ event_id: id });
    expect(data.map(({ uid }) => uid)).toEqual([good?.uid]);
  });
});
