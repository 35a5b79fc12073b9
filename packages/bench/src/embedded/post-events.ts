import { type Agent, request } from "node:http";
import type { Tinybird } from "@audit/tinybird-embedded";

/** How events are sent. */
export interface PostOptions {
  readonly agent: Agent;
  readonly wait: boolean;
}

/**
 * Sends a body of events to the audit log.
 *
 * @throws {Error} If the answer is not the one of success, as its time would say nothing.
 */
export function postEvents(
  { url, token }: Pick<Tinybird, "url" | "token">,
  body: string,
  { agent, wait }: PostOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/v0/events?name=audit_log&wait=${wait}`,
      { method: "POST", agent, headers: { authorization: `Bearer ${token}` } },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        answer.once("error", reject).once("end", () => {
          const isTaken = answer.statusCode === (wait ? 200 : 202);
          if (isTaken && text.includes('"quarantined_rows":0')) resolve();
          else reject(new Error(`Cannot append events: ${answer.statusCode} ${text}`));
        });
      },
    );
    sent.once("error", reject).end(body);
  });
}
