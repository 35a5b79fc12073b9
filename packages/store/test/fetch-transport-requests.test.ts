import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { afterEach, describe, expect, test } from "vitest";
import { callFailure } from "./call-failure.ts";
import { accept, answer, closeServers, give, serve } from "./faulty-server.ts";

const token = "p.s3cret-token";
afterEach(closeServers);

describe("fetchTransport", () => {
  test("appends lines of JSON, asks for the acknowledgement and shows its token", async () => {
    const { url, seen } = await serve(accept);
    const rows = [{ a: 'é\n"' }, { a: "\ud800" }];
    expect(await fetchTransport({ url, token }).ingest("audit log", rows)).toEqual({
      successfulRows: 1,
      quarantinedRows: 0,
    });
    expect(seen).toMatchObject([
      {
        method: "POST",
        path: "/v0/events?name=audit%20log&wait=true",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" },
      },
    ]);
    expect(seen[0]?.body.split("\n").map((line) => JSON.parse(line))).toEqual(rows);
  });

  test("sends the lines of a store as they are", async () => {
    const { url, seen } = await serve(accept);
    const store = new TinybirdEventStore({ transport: fetchTransport({ url, token }) });
    await store.append({ id: "monitor:1", action: "monitor.down", metadata: { region: 'é"😀' } });
    const [{ body = "" } = {}] = seen;
    const row: Record<string, unknown> = JSON.parse(body);
    expect(body).toBe(JSON.stringify(row));
    expect(row).toMatchObject({ id: "monitor:1", metadata: '{"region":"é\\"😀"}', sequence: 1 });
    const counted = await fetchTransport({ url, token }).ingest.lines?.("audit_log", []);
    expect([counted, seen.length]).toEqual([{ successfulRows: 0, quarantinedRows: 0 }, 1]);
  });

  test("sends nothing for no rows", async () => {
    const { url, seen } = await serve(accept);
    const counted = await fetchTransport({ url, token }).ingest("audit_log", []);
    expect([counted, seen]).toEqual([{ successfulRows: 0, quarantinedRows: 0 }, []]);
  });

  test("asks with GET, and with a form where the URL would be long", async () => {
    const { url, seen } = await serve(give);
    const transport = fetchTransport({ url, token });
    expect(await transport.query("a/../b", {})).toEqual([{ a: 1 }]);
    await transport.query("pipe", { event_id: "a&b=é +", page_size: 5 });
    await transport.query("pipe", { uids: "é".repeat(2_000), page_size: 5 });
    const [bare, short, long] = seen;
    expect([bare?.method, bare?.path]).toEqual(["GET", "/v0/pipes/a%2F..%2Fb.json"]);
    const parameters = new URLSearchParams(short?.path.split("?")[1]);
    expect([...parameters]).toEqual([
      ["event_id", "a&b=é +"],
      ["page_size", "5"],
    ]);
    expect(long).toMatchObject({
      method: "POST",
      path: "/v0/pipes/pipe.json",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(new URLSearchParams(long?.body).get("uids")).toBe("é".repeat(2_000));
  });

  test("keeps a path that the address has", async () => {
    const { url, seen } = await serve(give);
    await fetchTransport({ url: `${url}/tinybird/`, token }).query("pipe", {});
    expect(seen[0]?.path).toBe("/tinybird/v0/pipes/pipe.json");
  });

  test.each([301, 302, 303, 307, 308])("takes its token nowhere else for a %d", async (status) => {
    const other = await serve(accept);
    const location = `${other.url}/v0/events?name=audit_log`;
    const { url, seen } = await serve(answer(status, "", { location }));
    const transport = fetchTransport({ url, token });
    const append = () => transport.ingest("audit_log", [{}]);
    for (const call of [append, () => transport.query("pipe", {})]) {
      const error = await callFailure(call());
      expect(error).toMatchObject({ code: "unexpected_answer", status, fate: "unknown" });
      expect(error.message).toContain("it redirects");
    }
    expect([seen.length, other.seen]).toEqual([2, []]);
  });
});
