import type { RequestListener } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import { takeResultFile } from "./result-response.ts";
import { sendFile } from "./send-file.ts";

/** Makes an application answer the requests of a server, results that are files included. */
export function requestListener(app: Hono<{ Bindings: HttpBindings }>): RequestListener {
  return getRequestListener(async (request, env) => {
    // Safe: the server below speaks HTTP 1 only.
    const { incoming, outgoing } = env as HttpBindings;
    const answer = await app.fetch(request, { incoming, outgoing });
    const file = takeResultFile(incoming);
    if (file === undefined) return answer;
    if (incoming.method === "HEAD") {
      file.close();
      return answer;
    }
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    await sendFile(file, outgoing);
    return RESPONSE_ALREADY_SENT;
  });
}
