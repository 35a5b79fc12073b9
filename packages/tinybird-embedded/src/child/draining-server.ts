import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";

/** An HTTP server that can end without cutting a request off. */
export interface DrainingServer {
  readonly server: Server;
  /**
   * Takes no new request: a new connection is refused, a new request on an old one answered with 503. Resolves when
   * those that ran have their answers and every connection is closed.
   */
  close(): Promise<void>;
}

/** Makes an HTTP server that can end without cutting a request off. */
export function createDrainingServer(listener: RequestListener): DrainingServer {
  const running = new Set<ServerResponse>();
  let closing = false;
  const server = createServer((request, response) => {
    running.add(response);
    response.once("close", () => {
      running.delete(response);
      closeWhenDrained();
    });
    if (closing) refuse(request, response);
    else listener(request, response);
  });
  const closeWhenDrained = () => {
    // Not the idle ones alone: one that has sent half a request would stay.
    if (closing && running.size === 0) server.closeAllConnections();
  };
  const close = () =>
    new Promise<void>((resolve) => {
      closing = true;
      server.close(() => resolve());
      for (const response of running) {
        if (!response.headersSent) response.setHeader("connection", "close");
      }
      closeWhenDrained();
    });
  return { server, close };
}

function refuse({ url }: IncomingMessage, response: ServerResponse): void {
  const isProbe = url?.split("?")[0] === "/health";
  const error = "Cannot take the request as the server is stopping";
  response.writeHead(503, { connection: "close", "content-type": "application/json" });
  response.end(JSON.stringify(isProbe ? { status: "stopping" } : { error }));
}
