import { Agent } from "node:http";
import type { Tinybird } from "@audit/tinybird-embedded";
import { eventLines } from "./event-lines.ts";
import { postEvents } from "./post-events.ts";

/** Events of one body. */
export const bodyEvents = 5_000;

/** What was sent. */
export interface Filled {
  readonly bytes: number;
  readonly seconds: number;
}

/** Appends the events from one number up to another, in bodies of 5,000, two at a time. */
export async function fill(
  server: Tinybird,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Filled> {
  const agent = new Agent({ keepAlive: true });
  const start = performance.now();
  let next = from;
  let bytes = 0;
  const send = async () => {
    while (next < to) {
      const body = eventLines(next, Math.min(bodyEvents, to - next));
      next += bodyEvents;
      bytes += body.length;
      await postEvents(server, body, { agent, wait: true });
    }
  };
  await Promise.all([send(), send()]);
  agent.destroy();
  return { bytes, seconds: (performance.now() - start) / 1_000 };
}
