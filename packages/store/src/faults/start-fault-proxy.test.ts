import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import type { Fault } from "./fault.ts";
import { type FaultPlan, faultsInTurn } from "./fault-plan.ts";
import { type FaultProxy, startFaultProxy } from "./start-fault-proxy.ts";

let proxy: FaultProxy;
afterEach(() => proxy?.stop());

/** A proxy before a server that tells what it was sent, with all of that written down. */
async function before(plan?: FaultPlan) {
  const taken: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    taken.push(body);
    const { method, url, headers } = request;
    const told = JSON.stringify({ method, url, authorization: headers.authorization, body });
    response.writeHead(201, { "x-own": "kept" }).end(told);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // Safe: a server that listens on TCP has such an address.
  const { port } = server.address() as { port: number };
  proxy = await startFaultProxy({ target: `http://127.0.0.1:${port}/base/`, plan });
  const headers = { authorization: "Bearer t" };
  const post = (body = "row") => fetch(`${proxy.url}/v0?a=b`, { method: "POST", headers, body });
  return { taken, post };
}

const codeOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const inner = error instanceof Error ? error.cause : undefined;
  return inner instanceof Error && "code" in inner ? inner.code : inner;
};

describe("startFaultProxy", () => {
  test("lets requests and answers through as they are", async () => {
    const { post } = await before();
    const response = await post("é".repeat(100_000));
    expect([response.status, response.headers.get("x-own")]).toEqual([201, "kept"]);
    const told = { method: "POST", url: "/base/v0?a=b", authorization: "Bearer t" };
    expect(await response.json()).toEqual({ ...told, body: "é".repeat(100_000) });
    expect(proxy.counts).toMatchObject({ none: 1, reset_before: 0 });
  });

  test.each<[Fault, number]>([
    [{ kind: "reset_before" }, 0],
    [{ kind: "reset_after" }, 1],
  ])("resets a connection: %j", async (fault, carriedOut) => {
    const { taken, post } = await before(faultsInTurn(fault));
    expect(await codeOf(post("x".repeat(1_000_000)))).toMatch(/ECONNRESET|EPIPE/);
    expect(taken).toHaveLength(carriedOut);
    expect((await post()).status).toBe(201);
    expect(proxy.counts).toMatchObject({ [fault.kind]: 1, none: 1 });
  });

  test.each<[Fault, number, number, string | null, string | null]>([
    [{ kind: "429" }, 429, 0, null, null],
    [{ kind: "429", retryAfter: 7 }, 429, 0, "7", null],
    [{ kind: "429", reset: 3 }, 429, 0, null, "3"],
    [{ kind: "500" }, 500, 0, null, null],
    [{ kind: "500", isCarriedOut: true }, 500, 1, null, null],
    [{ kind: "503" }, 503, 0, null, null],
    [{ kind: "503", isCarriedOut: true }, 503, 1, null, null],
  ])("answers %j", async (fault, status, carriedOut, retryAfter, reset) => {
    const { taken, post } = await before(() => fault);
    const response = await post();
    expect([response.status, taken.length]).toEqual([status, carriedOut]);
    expect(response.headers.get("retry-after")).toBe(retryAfter);
    expect(response.headers.get("x-ratelimit-reset")).toBe(reset);
    expect(await response.json()).toHaveProperty("error");
  });

  test("has a late request arrive though its client left", async () => {
    const { taken, post } = await before(faultsInTurn({ kind: "late", ms: 200 }));
    const controller = new AbortController();
    const left = fetch(proxy.url, { method: "POST", body: "late", signal: controller.signal });
    await expect.poll(() => proxy.counts.late).toBe(1);
    expect((await post("later")).status).toBe(201);
    controller.abort();
    await expect(left).rejects.toThrow();
    await expect.poll(() => taken).toEqual(["later", "late"]);
  });

  test("has a request carried out before a slow answer", async () => {
    const { taken, post } = await before(() => ({ kind: "slow", ms: 200 }));
    const start = performance.now();
    const answered = post();
    await expect.poll(() => taken.length).toBe(1);
    expect((await answered).status).toBe(201);
    expect(performance.now() - start).toBeGreaterThanOrEqual(190);
  });

  test("cuts an answer in its middle", async () => {
    const { taken, post } = await before(() => ({ kind: "half_answer" }));
    const response = await post();
    expect([response.status, taken.length]).toEqual([201, 1]);
    await expect(response.text()).rejects.toThrow("terminated");
  });

  test("answers JSON of another shape", async () => {
    const { taken, post } = await before(() => ({ kind: "wrong_json" }));
    expect(await (await post()).json()).toEqual({ rows: "many" });
    expect(taken).toHaveLength(1);
  });

  test("ends an answer never, until it stops", async () => {
    const { taken, post } = await before(() => ({ kind: "endless" }));
    const reader = (await post()).body?.getReader();
    let last = await reader?.read();
    while (!/^ +$/.test(Buffer.from(last?.value ?? []).toString())) last = await reader?.read();
    expect(taken).toHaveLength(1);
    const rest = (async () => {
      while (!(await reader?.read())?.done);
    })();
    const cut = expect(rest).rejects.toThrow("terminated");
    await proxy.stop();
    await cut;
  });

  test("has nobody listen for a while, and then listens at the same place", async () => {
    const { taken, post } = await before(faultsInTurn({ kind: "refused", ms: 300 }));
    const { url } = proxy;
    expect(await codeOf(post())).toBe("ECONNRESET");
    await expect.poll(() => codeOf(post())).toBe("ECONNREFUSED");
    expect(taken).toEqual([]);
    await expect.poll(() => post().catch(() => undefined)).toHaveProperty("status", 201);
    expect(proxy.url).toBe(url);
    expect(proxy.counts).toMatchObject({ refused: 1, none: 1 });
  });

  test("closes and opens when told", async () => {
    const { post } = await before();
    await Promise.all([proxy.close(), proxy.open(), proxy.close()]);
    expect(await codeOf(post())).toBe("ECONNREFUSED");
    await proxy.open();
    expect((await post()).status).toBe(201);
  });

  test("follows another plan from the next request on, and counts on", async () => {
    const { post } = await before(() => ({ kind: "503" }));
    expect((await post()).status).toBe(503);
    proxy.follow(({ number, method, path }) =>
      number === 1 && method === "POST" && path === "/v0?a=b" ? { kind: "500" } : undefined,
    );
    expect((await post()).status).toBe(500);
    proxy.follow();
    expect((await post()).status).toBe(201);
    expect(proxy.counts).toMatchObject({ "503": 1, "500": 1, none: 1 });
  });

  test("leaves nothing running: requests that are held back, connections, its port", async () => {
    const { post } = await before(() => ({ kind: "late", ms: 60_000 }));
    const held = codeOf(post());
    await expect.poll(() => proxy.counts.late).toBe(1);
    const socket = connect(Number(new URL(proxy.url).port), "127.0.0.1");
    await once(socket, "connect");
    const cut = once(socket, "close");
    await proxy.stop();
    expect(await held).toBe("UND_ERR_SOCKET");
    await cut;
    expect(await codeOf(post())).toBe("ECONNREFUSED");
    await proxy.stop();
  });

  test("breaks the connection where nobody is behind it", async () => {
    proxy = await startFaultProxy({ target: "http://127.0.0.1:9" });
    expect(await codeOf(fetch(proxy.url))).toBe("UND_ERR_SOCKET");
  });

  test("refuses what is no target and what is no plan", async () => {
    const start = (options: object) =>
      // Safe: a caller without types gives anything.
      startFaultProxy(options as { target: string });
    await expect(start({})).rejects.toThrow('"target" as it must be a URL that begins with http');
    await expect(start({ target: "https://a.b" })).rejects.toThrow("http://");
    const target = "http://127.0.0.1:9";
    await expect(start({ target, plan: [] })).rejects.toThrow('"plan" as it must be a function');
  });

  test("says at its end that a plan gave what is no fault", async () => {
    // Safe: a caller without types gives anything.
    const { post } = await before(() => ({ kind: "503s" }) as unknown as Fault);
    await codeOf(post());
    await expect(proxy.stop()).rejects.toThrow(
      '"plan.kind" as it must be one of 429, 500, 503, refused',
    );
  });
});
