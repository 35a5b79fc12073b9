import { Agent } from "node:http";
import type { Row, Tables } from "./benchmark-part.ts";
import { eventLines } from "./event-lines.ts";
import type { Lab } from "./lab.ts";
import { postEvents } from "./post-events.ts";
import { round } from "./round.ts";
import { percentile, runClients } from "./run-clients.ts";

const sizes = [1, 100, 10_000];
const warmUpSeconds = 1;
const seconds = 4;

/** Measures bodies of several events, one after the other. */
export async function measureBodies(lab: Lab): Promise<Tables> {
  const rows: Row[] = [];
  for (const size of sizes) rows.push(await measureBody(lab, size));
  return { "One body after the other, wait=true": rows };
}

function measureBody(lab: Lab, size: number): Promise<Row> {
  return lab.with(async (server) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    // The same each time, so that none of the time goes into making it: nothing drops doubles here.
    const body = eventLines(0, size);
    const request = () => postEvents(server, body, { agent, wait: true });
    await runClients(1, warmUpSeconds, request);
    const load = await runClients(1, seconds, request);
    agent.destroy();
    return {
      "events a body": size,
      "events a second": round((load.requests * size) / load.seconds),
      "p50 ms": round(percentile(load.latencies, 0.5)),
      "p99 ms": round(percentile(load.latencies, 0.99)),
    };
  });
}
