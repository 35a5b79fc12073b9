import { CallError, fetchTransport, TinybirdEventStore, type Transport } from "@audit/store";
import { contractTests, type OpenOptions } from "@audit/store/contract";
import { startTinybird, type Tinybird } from "@audit/tinybird-embedded";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callFailure } from "./call-failure.ts";
import { project } from "./embedded.ts";

let server: Tinybird;
let transport: Transport;
let store: TinybirdEventStore;

beforeAll(async () => {
  server = await startTinybird({ project, requestsPerSecond: 50 });
  const { url } = server;
  const token = server.tokens.audit_log_store ?? "";
  // Long deadlines, as tests share two cores.
  transport = fetchTransport({ url, token, deadlines: { append: 30_000 }, retries: 20 });
  // A small page, so that streams of a test have several.
  store = new TinybirdEventStore({ transport, pageSize: 50 });
});
afterAll(() => server?.stop());

describe("TinybirdEventStore on fetchTransport and embedded Tinybird", () => {
  const open = (options?: OpenOptions) =>
    new TinybirdEventStore({ transport, pageSize: 50, ...options });
  for (const { name, run } of contractTests({ open })) test(name, run);

  test("loses nothing to a server that takes less than it sends", async () => {
    const appended = await Promise.all(
      Array.from({ length: 130 }, () =>
        store.append({ id: "monitor:rush", action: "monitor.delete", metadata: {} }),
      ),
    );
    const uids = [];
    for await (const { uid } of store.read("monitor:rush")) uids.push(uid);
    expect(uids.sort()).toEqual(appended.map(({ uid }) => uid).sort());
  });

  test("finds by parameters that are too long for a URL", async () => {
    const uids = JSON.stringify(Array.from({ length: 2_000 }, (_, index) => `uid-${index}`));
    expect(await transport.query("endpoint_audit_log_quarantine", { uids })).toEqual([]);
  });
});

describe("fetchTransport on embedded Tinybird", () => {
  test("names the status of each refusal", async () => {
    const { url } = server;
    const stranger = fetchTransport({ url, token: "p.unknown" });
    const admin = fetchTransport({ url, token: server.token });
    const size = { workspace_id: "", event_id: "a", page_size: "many" };
    const failures = [
      await callFailure(stranger.query("endpoint_audit_log", size)),
      await callFailure(admin.ingest("nowhere", [{}])),
      await callFailure(admin.query("endpoint_audit_log", size)),
    ];
    expect(failures).toMatchObject([
      { code: "wrong_token", status: 403, fate: "not_done" },
      { code: "refused", status: 404, fate: "not_done" },
      { code: "refused", status: 400, fate: "not_done" },
    ]);
    expect(failures[2]?.message).toContain("<page_size>");
    expect(failures[2]).toBeInstanceOf(CallError);
  });
});
