import { createServer, type RequestListener } from "node:http";
import { Writable } from "node:stream";
import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { RequestError } from "../request-error.ts";
import { logRequests } from "./log-requests.ts";
import { note } from "./request-notes.ts";

/** Asks a server that logs once, and gives the line. */
async function logged(listener: RequestListener, path = "/", now?: () => number) {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const server = createServer(listener);
  logRequests(server, pino({ level: "trace", base: {} }, stream), now);
  onTestFinished(() => server.closeAllConnections());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
  await expect.poll(() => lines.length).toBe(1);
  const { level, time: _, ...line } = JSON.parse(lines[0] ?? "");
  return { ...line, level: pino.levels.labels[level] };
}

const answer =
  (status: number, cause?: unknown): RequestListener =>
  (request, response) => {
    note(request, { route: "/r", ...(cause === undefined ? {} : { cause }) });
    response.writeHead(status).end("x");
  };

/** A clock that each look moves on. */
function clock(step: number): () => number {
  let now = 0;
  return () => {
    now += step;
    return now;
  };
}

describe("logRequests", () => {
  test("says at info what came and how it was answered, without the query", async () => {
    expect(await logged(answer(200), "/r?q=1", clock(12.4))).toEqual({
      level: "info",
      msg: "request",
      method: "GET",
      route: "/r",
      status: 200,
      milliseconds: 12,
      bytesOut: expect.any(Number),
    });
  });

  test("warns of a slow request", async () => {
    expect(await logged(answer(200), "/", clock(2_999))).toMatchObject({ level: "info" });
    expect(await logged(answer(200), "/", clock(3_000))).toMatchObject({ level: "warn" });
  });

  test("says at error where a failure of ours was thrown, and not what it says", async () => {
    const cause = new TypeError("row secret-of-row\n    at secret-of-row (row:1:1)");
    const line = await logged(answer(500, cause));
    expect(line).toMatchObject({ level: "error", status: 500, error: "TypeError" });
    expect(line.at[0]).toMatch(/^at .*log-requests\.test\.ts:\d+/);
    expect(JSON.stringify(line)).not.toContain("secret-of-row");
  });

  test("has the system's code of an error, and no name or code that somebody wrote into it", async () => {
    const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
    expect(await logged(answer(500, full))).toMatchObject({ error: "Error", code: "ENOSPC" });
    const odd = Object.assign(new Error("x"), { name: "secret-of-row", code: "secret of row" });
    const line = await logged(answer(500, new RequestError(500, "x", { cause: odd })));
    expect(line).toMatchObject({ error: "Error" });
    expect(JSON.stringify(line)).not.toMatch(/secret/);
    expect(await logged(answer(500, "secret-of-row"))).toMatchObject({ error: "string" });
  });

  test("takes a refusal while the server stops for no failure", async () => {
    const line = await logged((_, response) => response.writeHead(503).end());
    expect(line).toMatchObject({ level: "info", status: 503 });
  });

  test("says that an answer was cut off", async () => {
    const line = await logged((_, response) => {
      response.write("half");
      response.destroy();
    });
    expect(line).toMatchObject({ cutOff: true });
  });
});
