import { createServer } from "node:net";
import { fetchTransport } from "@audit/store";
import { afterEach, describe, expect, test } from "vitest";
import { callFailure } from "./call-failure.ts";
import {
  accept,
  answer,
  type Behaviour,
  closeServers,
  give,
  reset,
  serve,
} from "./faulty-server.ts";
import { JumpingClock } from "./jumping-clock.ts";

afterEach(closeServers);

/** A transport whose waits are over at once, and as long as they can be. */
async function behaving(behaviours: Behaviour[], options: { retries?: number } = {}) {
  const clock = new JumpingClock();
  const { url, seen } = await serve(...behaviours);
  const transport = fetchTransport({ url, token: "t", clock, random: () => 1, ...options });
  return { transport, seen, clock, append: () => transport.ingest("audit_log", [{}]) };
}

const busy = (headers: Record<string, string> = {}) => answer(429, { error: "slow down" }, headers);

describe("fetchTransport, tried again", () => {
  test.each<[string, Behaviour]>([
    ["500", answer(500, { error: "oh" })],
    ["502 in HTML", answer(502, "<html>bad gateway</html>")],
    ["503", answer(503)],
    ["504", answer(504)],
    ["a connection that ends", reset],
    [
      "half an answer",
      (request, response) => {
        response.writeHead(200, { "content-length": "100" }).write('{"successful');
        setImmediate(() => request.socket.destroy());
      },
    ],
  ])("gets there after %s, twice", async (_, fault) => {
    const { append, transport, seen, clock } = await behaving([fault, fault, accept, fault, give]);
    expect(await append()).toMatchObject({ successfulRows: 1 });
    expect(clock.sleeps).toEqual([200, 400]);
    expect(await transport.query("pipe", {})).toEqual([{ a: 1 }]);
    expect(seen.slice(0, 3).map(({ body }) => body)).toEqual(["{}", "{}", "{}"]);
  });

  test("gets there after a connection that ends before the body is read", async () => {
    const { url, seen } = await serve(accept);
    let ended = 0;
    const closing = createServer((socket) => {
      socket.on("error", () => {}).once("data", () => socket.destroy());
      ended += 1;
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => closing.once("listening", resolve));
    // Safe: a server that listens on TCP has such an address.
    const { port } = closing.address() as { port: number };
    const clock = new JumpingClock();
    const transport = fetchTransport({ url: `http://127.0.0.1:${port}`, token: "t", clock });
    const large = [{ text: "x".repeat(4_000_000) }];
    const error = await callFailure(transport.ingest("audit_log", large));
    expect(error).toMatchObject({ code: "unreachable", fate: "unknown" });
    expect(ended).toBe(4);
    closing.close();
    await fetchTransport({ url, token: "t" }).ingest("audit_log", large);
    expect(seen).toHaveLength(1);
  });

  test.each<[string, Record<string, string>, number]>([
    ["seconds", { "retry-after": "1" }, 1_000],
    [
      "a date",
      { "retry-after": "Thu, 01 Jan 2026 00:00:01 GMT", date: "Thu, 01 Jan 2026 00:00:00 GMT" },
      1_000,
    ],
    ["the window's end", { "x-ratelimit-reset": "1" }, 1_000],
    ["nothing", {}, 0],
  ])("waits after 429 as it says, in %s, and then a little", async (_, headers, ms) => {
    const { append, clock, seen } = await behaving([busy(headers), accept]);
    await append();
    expect([clock.sleeps, seen.length]).toEqual([[ms + 200], 2]);
  });

  test("waits after 503 as Retry-After says, and not for the window's end", async () => {
    const { append, clock } = await behaving([
      answer(503, "", { "retry-after": "1", "x-ratelimit-reset": "50" }),
      answer(503, "", { "x-ratelimit-reset": "50" }),
      accept,
    ]);
    await append();
    expect(clock.sleeps).toEqual([1_200, 400]);
  });

  test("says when to come again where that is after the deadline, and does not wait", async () => {
    const { append, clock, seen } = await behaving([busy({ "retry-after": "60" })]);
    expect(await callFailure(append())).toMatchObject({
      code: "unavailable",
      status: 429,
      retryAfter: 60_000,
      fate: "not_done",
    });
    expect([clock.sleeps, seen.length]).toEqual([[], 1]);
  });

  test("ends after its retries in a storm, and was never carried out", async () => {
    const { append, clock, seen } = await behaving([busy()]);
    const error = await callFailure(append());
    expect(error).toMatchObject({ code: "unavailable", status: 429, fate: "not_done" });
    expect(error.message).toBe(
      'Cannot append to "audit_log" as Tinybird must take requests: it answers 429',
    );
    expect([clock.sleeps, seen.length]).toEqual([[200, 400, 800], 4]);
  });

  test("does not know whether it was carried out once one try may have been", async () => {
    const { append } = await behaving([reset, answer(400, { error: "no" })]);
    expect(await callFailure(append())).toMatchObject({ code: "refused", fate: "unknown" });
  });

  test("is told no more than once with 0 retries", async () => {
    const { append, seen } = await behaving([answer(503), accept], { retries: 0 });
    expect(await callFailure(append())).toMatchObject({ code: "unavailable", status: 503 });
    expect(seen).toHaveLength(1);
  });

  test("never comes again after what would be the same again", async () => {
    for (const status of [400, 401, 403, 404, 405, 408, 409, 413, 422, 501, 505]) {
      const { append, transport, seen } = await behaving([answer(status, { error: "no" }), accept]);
      expect(await callFailure(append())).toMatchObject({ status });
      expect(seen).toHaveLength(1);
      await transport.query("pipe", {}).catch(() => undefined);
      expect(seen).toHaveLength(2);
    }
  });

  test("knows that nothing was carried out where nobody listens", async () => {
    const { url } = await serve(accept);
    await closeServers();
    const clock = new JumpingClock();
    const transport = fetchTransport({ url, token: "t", clock, random: () => 0.5 });
    const error = await callFailure(transport.ingest("audit_log", [{}]));
    expect(error).toMatchObject({ code: "unreachable", fate: "not_done", status: undefined });
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(clock.sleeps).toEqual([100, 200, 400]);
  });
});

describe("fetchTransport, with a request budget", () => {
  test("lets nobody out before the time that a 429 named", async () => {
    const { transport, append, clock, seen } = await behaving(
      [busy({ "retry-after": "1" }), accept, accept, give],
      { retries: 0 },
    );
    await callFailure(append());
    await transport.ingest("another", [{}]);
    expect(clock.sleeps).toEqual([1_000]);
    await append();
    await transport.query("pipe", {});
    expect([clock.sleeps, seen.length]).toEqual([[1_000], 4]);
  });

  test("tells others when to come, without asking, where that is after their deadline", async () => {
    const { append, transport, seen } = await behaving([busy({ "retry-after": "20" }), give]);
    await callFailure(append());
    const error = await callFailure(append());
    expect(error).toMatchObject({ code: "unavailable", retryAfter: 20_000, fate: "not_done" });
    expect(error.message).toContain("none may be sent for 20000 ms");
    expect(seen).toHaveLength(1);
    expect(await transport.query("pipe", {})).toEqual([{ a: 1 }]);
  });

  test("waits for the next window when nothing of this one is left", async () => {
    const counted = { successful_rows: 1, quarantined_rows: 0 };
    const last = answer(200, counted, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" });
    const { append, transport, clock } = await behaving([last, accept]);
    await append();
    await transport.ingest("another", [{}]);
    expect(clock.sleeps).toEqual([]);
    await append();
    expect(clock.sleeps).toEqual([1_000]);
  });

  test("lets a hundred out in a second, unless told otherwise", async () => {
    const { url } = await serve(accept);
    const sleepsOf = async (appends: number, requestsPerSecond?: number) => {
      const clock = new JumpingClock();
      const transport = fetchTransport({ url, token: "t", clock, requestsPerSecond });
      for (let sent = 0; sent < appends; sent++) await transport.ingest("audit_log", [{}]);
      return clock.sleeps;
    };
    expect(await sleepsOf(100)).toEqual([]);
    expect(await sleepsOf(101)).toEqual([1_000]);
    expect(await sleepsOf(3, 1)).toEqual([1_000, 1_000]);
    expect(await sleepsOf(120, Number.POSITIVE_INFINITY)).toEqual([]);
  });
});
