import { type Agent, type IncomingHttpHeaders, request } from "node:http";
import { buffer } from "node:stream/consumers";

/** A request whose body has been read. */
export interface WholeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer, all of it. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

// Of one connection, not of what is sent through it; the length is counted anew.
const hopByHop = ["connection", "keep-alive", "transfer-encoding", "content-length", "host"];

/** Sends a request to where it was meant to go, and gives the whole answer. */
export function forward(
  target: URL,
  { method, path, headers, body }: WholeRequest,
  agent: Agent,
): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    const url = new URL(target.pathname.replace(/\/$/, "") + path, target);
    const options = { method, agent, headers: { ...kept(headers), "content-length": body.length } };
    request(url, options, (answer) => {
      buffer(answer).then(
        (whole) =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: kept(answer.headers),
            body: whole,
          }),
        reject,
      );
    })
      .once("error", reject)
      .end(body);
  });
}

function kept(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hopByHop.includes(name.toLowerCase())),
  );
}
