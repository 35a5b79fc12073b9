import { Agent } from "node:http";
import type { Row, Tables } from "./benchmark-part.ts";
import { countRecords } from "./count-records.ts";
import { eventLines } from "./event-lines.ts";
import type { Lab } from "./lab.ts";
import { postEvents } from "./post-events.ts";
import { round } from "./round.ts";
import { percentile, runClients } from "./run-clients.ts";

const loads = [
  { clients: 1, wait: true },
  { clients: 16, wait: true },
  { clients: 64, wait: true },
  { clients: 128, wait: true },
  { clients: 64, wait: false },
] as const;
const warmUpSeconds = 1;
const seconds = 4;

/** Measures requests of one event each, by clients side by side that keep their connections. */
export async function measureAppend(lab: Lab): Promise<Tables> {
  const rows: Row[] = [];
  let alone: number | undefined;
  for (const { clients, wait } of loads) {
    const { perSecond, ...figures } = await measureLoad(lab, clients, wait);
    alone ??= perSecond;
    rows.push({
      clients,
      wait: String(wait),
      "requests a second": round(perSecond),
      "times one client": round(perSecond / alone),
      ...figures,
    });
  }
  return { "Requests of one event": rows };
}

function measureLoad(lab: Lab, clients: number, wait: boolean) {
  return lab.with(async (server, data) => {
    const agent = new Agent({ keepAlive: true, maxSockets: clients });
    let number = 0;
    const request = () => {
      number += 1;
      return postEvents(server, eventLines(number, 1), { agent, wait });
    };
    await runClients(clients, warmUpSeconds, request);
    const before = await countRecords(data);
    const load = await runClients(clients, seconds, request);
    const records = (await countRecords(data)) - before;
    agent.destroy();
    return {
      perSecond: load.requests / load.seconds,
      "p50 ms": round(percentile(load.latencies, 0.5)),
      "p99 ms": round(percentile(load.latencies, 0.99)),
      "requests a sync": round(load.requests / records),
      "syncs a second": round(records / load.seconds),
    };
  });
}
