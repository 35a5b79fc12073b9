import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { createApp, type RecordedObserver } from "./api/create-app.ts";
import type { IncidentService } from "./incident-service.ts";

/** A service that listens. */
export interface Listening {
  readonly url: string;
  /** Resolves when requests that were under way are answered. */
  close(): Promise<void>;
}

/** Has the service listen: on loopback unless told otherwise, on a free port for 0. */
export async function serve(
  service: IncidentService,
  options: { port: number; host?: string; onRecorded?: RecordedObserver },
): Promise<Listening> {
  const { port, host = "127.0.0.1", onRecorded } = options;
  const { fetch } = createApp(service, onRecorded && { onRecorded });
  const server = createAdaptorServer({ fetch });
  server.listen(port, host);
  await once(server, "listening");
  // Safe: a server that listens on TCP has such an address.
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      if ("closeIdleConnections" in server) server.closeIdleConnections();
      await closed;
    },
  };
}
