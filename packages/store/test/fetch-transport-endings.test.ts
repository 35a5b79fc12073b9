import { fetchTransport, type Transport } from "@audit/store";
import { afterEach, describe, expect, test } from "vitest";
import { callFailure } from "./call-failure.ts";
import {
  accept,
  answer,
  type Behaviour,
  closeServers,
  give,
  keepSilent,
  serve,
} from "./faulty-server.ts";
import { JumpingClock } from "./jumping-clock.ts";

afterEach(closeServers);
const token = "t";
// Long enough for a request to arrive on a machine that has much else to do.
const short = { append: 300, query: 300 };

const stall: Behaviour = (_, response) => response.writeHead(200).write('{"data":[');

const calls: [string, (transport: Transport, signal?: AbortSignal) => Promise<unknown>][] = [
  ["append", (transport, signal) => transport.ingest("audit_log", [{}], { signal })],
  ["read", (transport, signal) => transport.query("pipe", {}, { signal })],
];

describe.each(calls)("fetchTransport, a deadline of an %s", (_, call) => {
  test.each([
    ["no first byte", keepSilent],
    ["half a body", stall],
  ])("ends the request itself for %s", async (_, behaviour) => {
    const { url, left } = await serve(behaviour);
    const error = await callFailure(call(fetchTransport({ url, token, deadlines: short })));
    expect(error).toMatchObject({ code: "deadline_passed", deadline: 300, fate: "unknown" });
    await expect.poll(left).toBe(1);
  });

  test("counts all tries and the waits between them", async () => {
    const { url, seen } = await serve(answer(503));
    const clock = new JumpingClock();
    const deadlines = { append: 1_000, query: 1_000 };
    const options = { url, token, clock, deadlines, retries: 50, random: () => 1 };
    const error = await callFailure(call(fetchTransport(options)));
    expect(error).toMatchObject({ code: "unavailable", status: 503, fate: "unknown" });
    expect([clock.sleeps, seen.length]).toEqual([[200, 400], 3]);
  });

  test("leaves a try its own time, and the next one another", async () => {
    const { url, seen } = await serve(keepSilent, stall, (request, response) =>
      (request.method === "POST" ? accept : give)(request, response),
    );
    const clock = new JumpingClock();
    const options = { url, token, clock, tryTimeouts: short, deadlines: { append: 9_000 } };
    await call(fetchTransport(options));
    expect(seen).toHaveLength(3);
    expect(clock.sleeps).toHaveLength(2);
  });
});

describe.each(calls)("fetchTransport, the signal of an %s", (_, call) => {
  const reason = new Error("the user left");

  test("sends nothing when it is aborted before", async () => {
    const { url, seen } = await serve(give);
    const error = await callFailure(
      call(fetchTransport({ url, token }), AbortSignal.abort(reason)),
    );
    expect(error).toMatchObject({ code: "aborted", fate: "not_done", cause: reason });
    expect(seen).toEqual([]);
  });

  test.each([
    ["before the first byte", keepSilent],
    ["within the body", stall],
  ])("ends the request itself %s", async (_, behaviour) => {
    const { url, seen, left } = await serve(behaviour);
    const controller = new AbortController();
    const failed = callFailure(call(fetchTransport({ url, token }), controller.signal));
    await expect.poll(() => seen.length).toBe(1);
    controller.abort(reason);
    expect(await failed).toMatchObject({ code: "aborted", fate: "unknown", cause: reason });
    await expect.poll(left).toBe(1);
  });

  test("ends the wait before a retry", async () => {
    const { url, seen } = await serve(answer(429, "", { "retry-after": "3600" }));
    const controller = new AbortController();
    const deadlines = { append: 9_999_999, query: 9_999_999 };
    const failed = callFailure(call(fetchTransport({ url, token, deadlines }), controller.signal));
    await expect.poll(() => seen.length).toBe(1);
    controller.abort(reason);
    expect(await failed).toMatchObject({ code: "aborted", fate: "not_done", cause: reason });
  });

  test("ends the wait for a turn", async () => {
    const pausing = answer(429, "", { "retry-after": "60" });
    const { url, seen } = await serve(pausing, give);
    const deadlines = { append: 99_000, query: 99_000 };
    const transport = fetchTransport({ url, token, deadlines, retries: 0 });
    await callFailure(call(transport));
    const controller = new AbortController();
    const failed = callFailure(call(transport, controller.signal));
    controller.abort(reason);
    expect(await failed).toMatchObject({ code: "aborted", fate: "not_done", cause: reason });
    expect(seen).toHaveLength(1);
  });

  test("changes nothing after the answer, and is not held on to", async () => {
    const { url } = await serve((request, response) =>
      (request.method === "POST" ? accept : give)(request, response),
    );
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...of: Parameters<typeof add>) => {
      listeners += 1;
      add(...of);
    };
    signal.removeEventListener = (...of: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...of);
    };
    await call(fetchTransport({ url, token }), signal);
    expect(listeners).toBe(0);
    controller.abort(reason);
  });
});
