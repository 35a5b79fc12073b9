import { Agent, get, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { createDrainingServer } from "./draining-server.ts";

/** A server whose answers wait until the test lets them go, and a client that keeps its connections. */
async function serve() {
  const held: (() => void)[] = [];
  const sockets: Socket[] = [];
  const { server, close } = createDrainingServer((_, response) => {
    held.push(() => response.end("answer"));
  });
  server.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => {
    agent.destroy();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const ask = (path = "/") =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get({ host: "127.0.0.1", port, path, agent }, resolve).once("error", reject);
    });
  /** Opens a connection, and resolves when the server has read these bytes from it. */
  const send = async (bytes: string): Promise<Socket> => {
    const socket = connect(port, "127.0.0.1");
    socket.write(bytes);
    const hasRead = () =>
      sockets.some((each) => each.remotePort === socket.localPort && each.bytesRead > 0);
    await expect.poll(hasRead).toBe(true);
    return socket;
  };
  return { held, close, ask, send };
}

describe("createDrainingServer", () => {
  test("closes at once when nothing runs, connections that are kept and half sent included", async () => {
    const { held, close, ask, send } = await serve();
    const answer = ask();
    await expect.poll(() => held.length).toBe(1);
    held[0]?.();
    await text(await answer);
    const half = await send("POST / HTTP/1.1\r\nHost: x\r\n");
    const ended = new Promise((resolve) =>
      half.once("close", resolve).once("error", () => undefined),
    );
    await close();
    await ended;
    await expect(ask()).rejects.toThrow();
  });

  test("gives a running request its answer, and closes its connection", async () => {
    const { held, close, ask } = await serve();
    const answers = [ask(), ask()];
    await expect.poll(() => held.length).toBe(2);
    const closed = close();
    for (const release of held) release();
    for (const answer of await Promise.all(answers)) {
      expect(answer.headers.connection).toBe("close");
      expect(await text(answer)).toBe("answer");
    }
    await closed;
  });

  test("answers 503 to a new request on an old connection, and closes it", async () => {
    const { held, close, ask, send } = await serve();
    const running = ask();
    await expect.poll(() => held.length).toBe(1);
    const other = await send("GET /late HTTP/1.1\r\nHost: x\r\n");
    const closed = close();
    other.write("\r\n");
    const answer = await text(other);
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(answer).toContain('{"error":"Cannot take the request as the server is stopping"}');
    expect(held).toHaveLength(1);
    held[0]?.();
    expect(await text(await running)).toBe("answer");
    await closed;
  });

  test("tells a probe that it is stopping", async () => {
    const { held, close, ask, send } = await serve();
    const running = ask();
    await expect.poll(() => held.length).toBe(1);
    const probe = await send("GET /health?x HTTP/1.1\r\nHost: x\r\n");
    const closed = close();
    probe.write("\r\n");
    const answer = await text(probe);
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/\r\n\r\n.*\{"status":"stopping"\}/s);
    held[0]?.();
    await text(await running);
    await closed;
  });
});
