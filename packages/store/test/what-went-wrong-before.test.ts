import { AuditLog, fetchTransport, TinybirdEventStore } from "@audit/store";
import { type Fault, faultsInTurn, startFaultProxy } from "@audit/store/faults";
import { openSpool } from "@audit/store/spool";
import { Tinybird } from "@chronark/zod-bird";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Embedded, startEmbedded } from "./embedded.ts";
import { spoolFolder } from "./spool-folder.ts";

const down = { action: "monitor.down", metadata: { region: "gru" } } as const;

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded?.server.stop());

async function proxied(...faults: readonly Fault[]) {
  const { url: target, token } = embedded.server;
  const proxy = await startFaultProxy({ target, plan: faultsInTurn(...faults) });
  onTestFinished(() => proxy.stop());
  return { proxy, url: proxy.url, token };
}

// In the product that this grew out of, each of these happened.
describe("what went wrong before", () => {
  test("an awaited audit write that fails does not keep an alert from being sent", async () => {
    const { url, token, proxy } = await proxied();
    await proxy.close();
    const transport = fetchTransport({ url, token, deadlines: { append: 30_000 } });
    const spool = await openSpool({ directory: await spoolFolder(), transport, drain: "manual" });
    const tb = new Tinybird({ token, baseUrl: url });
    const auditLog = new AuditLog({ tb, policy: "spool", spool });
    const sent: string[] = [];
    const alert = async (id: string) => {
      await auditLog.publishAuditLog({ ...down, id });
      sent.push(id);
    };
    await alert("monitor:alert");
    expect(sent).toEqual(["monitor:alert"]);
    await auditLog.settled();
    await proxy.open();
    expect((await spool.drain()).outcome).toBe("empty");
    const { data } = await embedded.auditLog.getAuditLog({ event_id: "monitor:alert" });
    expect(data).toMatchObject([{ action: "monitor.down", copies: 1 }]);
    await spool.close();
  });

  test("a client that tries again after an answer that never came doubles no event", async () => {
    const { url, token, proxy } = await proxied({ kind: "reset_after" });
    const deadlines = { append: 60_000 };
    const transport = fetchTransport({ url, token, deadlines, random: () => 0 });
    const store = new TinybirdEventStore({ transport });
    expect(await store.append({ ...down, id: "monitor:retry" })).toMatchObject({
      status: "accepted",
    });
    expect(proxy.counts).toMatchObject({ reset_after: 1, none: 1 });
    const { data } = await embedded.auditLog.getAuditLog({ event_id: "monitor:retry" });
    expect(data.map(({ copies }) => copies)).toEqual([2]);
  });

  test("a row that is not understood fails no page", async () => {
    const row = { id: "monitor:page", timestamp: 1_750_000_000_000 };
    await embedded.post(
      { ...row, uid: "a", action: "monitor.down", metadata: '{"region":"gru"}' },
      { ...row, uid: "b", action: "monitor.exploded", metadata: "not JSON" },
      { ...row, uid: "c", action: "monitor.down", metadata: '{"region":7}' },
      { ...row, uid: "d", action: "monitor.down", metadata: '{"region":"fra"}' },
    );
    const { data } = await embedded.auditLog.getAuditLog({ event_id: "monitor:page" });
    expect(data.map(({ uid, known }) => [uid, known])).toEqual([
      ["a", true],
      ["b", false],
      ["c", false],
      ["d", true],
    ]);
  });

  test("who asks for one entity gets no other one's past", async () => {
    for (const id of ["monitor:1", "monitor:11", "monitor:%", "monitor:1' OR '1'='1"])
      await embedded.auditLog.publishAuditLog({ ...down, id });
    for (const event_id of ["monitor:1", "monitor:%", "monitor:1' OR '1'='1"]) {
      const { data } = await embedded.auditLog.getAuditLog({ event_id });
      expect(data.map(({ id }) => id)).toEqual([event_id]);
    }
    const nobody = await embedded.auditLog.getAuditLog({ event_id: "monitor:nobody" });
    expect(nobody.data).toEqual([]);
  });
});
