import { Agent, request } from "node:http";
import { startTinybird, type Tinybird } from "@audit/tinybird-embedded";
import { countedRows, type Open } from "./open-engine.ts";

/** Opens a directory with the embedded Tinybird. */
export function openEmbedded(project: string): Open {
  return async (data) => {
    const tinybird = await startTinybird({ project, data });
    const agent = new Agent({ keepAlive: true });
    return {
      async insert(lines) {
        const answer = await send(
          tinybird,
          agent,
          "/v0/events?name=checks&wait=true",
          lines.join("\n"),
        );
        if (!answer.includes('"quarantined_rows":0')) throw new Error(`Cannot insert: ${answer}`);
      },
      async call(id) {
        const answer = await send(tinybird, agent, `/v0/pipes/by_action.json?id=${id}`);
        // Safe: this is what an endpoint answers.
        return countedRows((JSON.parse(answer) as { readonly data: readonly unknown[] }).data);
      },
      async close() {
        agent.destroy();
        await tinybird.stop();
      },
    };
  };
}

function send(
  { url, token }: Tinybird,
  agent: Agent,
  path: string,
  body?: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const headers = { authorization: `Bearer ${token}` };
    const sent = request(`${url}${path}`, { method, agent, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      answer.once("error", reject).once("end", () => {
        if (answer.statusCode === 200) resolve(text);
        else reject(new Error(`Cannot call ${path}: ${answer.statusCode} ${text}`));
      });
    });
    sent.once("error", reject).end(body);
  });
}
