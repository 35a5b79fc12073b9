import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** How it treats requests. */
export type Mood = "well" | "slow" | "429" | "500" | "silent" | "gone";

/** Something between the service and its Tinybird that fails as it is told. */
export interface FailingTinybird {
  readonly url: string;
  mood: Mood;
  close(): Promise<void>;
}

/** Stands before a Tinybird, and hands requests on unless its mood says otherwise. */
export async function standBefore(target: string, mood: Mood = "well"): Promise<FailingTinybird> {
  const sockets = new Set<Socket>();
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { mood } = failing;
    if (mood === "gone") return void request.socket.destroy();
    if (mood === "silent") return undefined;
    if (mood === "429") return void response.writeHead(429, { "retry-after": "1" }).end("{}");
    if (mood === "500") return void response.writeHead(500).end("{}");
    const { method = "GET", url = "/", headers } = request;
    if (mood === "slow") await new Promise((resolve) => setTimeout(resolve, 300));
    const answer = await fetch(`${target}${url}`, {
      method,
      headers: { authorization: String(headers.authorization) },
      ...(method === "POST" && { body: Buffer.concat(chunks) }),
    });
    response.writeHead(answer.status, { "content-type": "application/json" });
    return void response.end(await answer.text());
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  // Safe: a server that listens on TCP has such an address.
  const { port } = server.address() as AddressInfo;
  const failing: FailingTinybird = {
    url: `http://127.0.0.1:${port}`,
    mood,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return failing;
}
