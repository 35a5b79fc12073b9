import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export interface Seen {
  readonly method: string | undefined;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that treats requests in ways of its own. */
export interface Faulty {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** How many requests their client gave up before they were answered. */
  left(): number;
}

/** What a server does with a request whose body it has read. */
export type Behaviour = (...of: Parameters<RequestListener>) => void;

const servers: Server[] = [];

/**
 * Starts a server on loopback that treats its first request in the first way, the second in the
 * second, and all after the last way in that one.
 */
export async function serve(...behaviours: Behaviour[]): Promise<Faulty> {
  const seen: Seen[] = [];
  let requests = 0;
  let left = 0;
  const server = createServer(async (request, response) => {
    const behave = behaviours[Math.min(requests++, behaviours.length - 1)];
    response.once("close", () => {
      if (!response.writableFinished) left += 1;
    });
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    seen.push({ method: request.method, path: request.url ?? "", headers: request.headers, body });
    behave?.(request, response);
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  // Safe: a server that listens on TCP has such an address.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, left: () => left };
}

/** Ends all servers. */
export async function closeServers(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Answers with a text, or with JSON. */
export function answer(
  status: number,
  body: string | object = "",
  headers: Record<string, string> = {},
): Behaviour {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return (_, response) => response.writeHead(status, headers).end(text);
}

/** Counts the rows as Tinybird does. */
export const accept: Behaviour = answer(200, { successful_rows: 1, quarantined_rows: 0 });
/** Gives one row. */
export const give: Behaviour = answer(200, { meta: [], data: [{ a: 1 }], rows: 1 });
/** Reads the request and ends the connection. */
export const reset: Behaviour = (request) => request.socket.destroy();
/** Reads the request and says nothing. */
export const keepSilent: Behaviour = () => {};
