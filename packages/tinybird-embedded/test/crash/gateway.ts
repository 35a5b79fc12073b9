import { once } from "node:events";
import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Batch, Ledger } from "./ledger.ts";
import type { Target } from "./target.ts";

/** What stands before the server as before Tinybird: one URL that stays. */
export interface Gateway {
  readonly url: string;
  /** Requests that were sent again after a 502. */
  readonly repeats: number;
  close(): Promise<void>;
}

/**
 * Passes requests on to the server that is there, and answers 502 when there is none or the connection to it breaks:
 * what lets a client retry that gives up when it cannot connect. Writes down what it passes on.
 */
export async function openGateway(ledger: Ledger, target: Target): Promise<Gateway> {
  const seen = new Set<Batch>();
  let repeats = 0;
  const server = createServer(async (incoming, response) => {
    const body = await text(incoming);
    const batch = ledger.batchOf(body);
    if (seen.has(batch)) repeats += 1;
    seen.add(batch);
    if (target.url === undefined) {
      badGateway(response);
      return;
    }
    ledger.sends(batch);
    const { method, headers } = incoming;
    const options = { method, headers: { ...headers, connection: "close" }, agent: false } as const;
    const outgoing = request(new URL(incoming.url ?? "", target.url), options, (answer) => {
      text(answer).then(
        (answered) => {
          ledger.answered(batch, answer.statusCode ?? 0, answered);
          response.writeHead(answer.statusCode ?? 0, { "content-type": "application/json" });
          response.end(answered);
        },
        () => {
          ledger.broke(batch);
          badGateway(response);
        },
      );
    });
    outgoing.once("error", (cause: NodeJS.ErrnoException) => {
      if (cause.code === "ECONNREFUSED") ledger.missed(batch);
      else ledger.broke(batch);
      badGateway(response);
    });
    outgoing.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get repeats() {
      return repeats;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function badGateway(response: ServerResponse): void {
  if (response.headersSent) return;
  response.writeHead(502, { "content-type": "application/json" });
  response.end('{"error":"Bad gateway"}');
}
