import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Tinybird } from "@audit/tinybird-embedded";
import type { Row, Tables } from "./benchmark-part.ts";
import { directoryBytes } from "./directory-bytes.ts";
import { bodyEvents, type Filled, fill } from "./fill.ts";
import type { Lab } from "./lab.ts";
import { round } from "./round.ts";

const steps = [0, 100_000, 1_000_000];
const startsOfEach = 3;

/** Measures how long a server takes until it listens, on a directory that has more and more events. */
export async function measureStart(lab: Lab): Promise<Tables> {
  const data = await lab.directory();
  const starts: Row[] = [];
  const sizes: Row[] = [];
  const first = await timedStart(lab, data);
  starts.push(startRow(0, "nothing: a new directory", [first]));
  let server = first.server;
  let events = 0;
  for (const step of steps) {
    const filled = await fill(server, { from: events, to: step });
    events = step;
    await server.stop();
    if (step > 0) sizes.push(await sizeRow(data, step, filled));
    const graceful: TimedStart[] = [];
    for (let count = 0; count < startsOfEach; count += 1) {
      if (count > 0) await server.stop();
      graceful.push(await timedStart(lab, data));
      server = graceful.at(-1)?.server ?? server;
    }
    starts.push(startRow(events, "a graceful stop", graceful));
    const killed: TimedStart[] = [];
    for (let count = 0; count < startsOfEach; count += 1) {
      // So that there is something to bring in; nought is to stay nought.
      const more = step === 0 ? 0 : bodyEvents;
      await fill(server, { from: events, to: events + more });
      events += more;
      process.kill(server.pid, "SIGKILL");
      await server.ended;
      killed.push(await timedStart(lab, data));
      server = killed.at(-1)?.server ?? server;
    }
    starts.push(startRow(events, "kill -9", killed));
  }
  await server.stop();
  await rm(join(data, "clickhouse"), { recursive: true });
  const rebuilt = await timedStart(lab, data);
  starts.push(startRow(events, "the loss of the store: a rebuild", [rebuilt]));
  await rebuilt.server.stop();
  return { "Starts, after": starts, "Sizes on disk, in MB": sizes };
}

interface TimedStart {
  readonly server: Tinybird;
  readonly milliseconds: number;
}

async function timedStart(lab: Lab, data: string): Promise<TimedStart> {
  const start = performance.now();
  const server = await lab.start({ data });
  return { server, milliseconds: performance.now() - start };
}

function startRow(events: number, after: string, starts: readonly TimedStart[]): Row {
  const sorted = starts.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    after,
    events,
    "median ms": Math.round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN),
    "slowest ms": Math.round(sorted.at(-1) ?? Number.NaN),
    "records brought in": Math.max(...starts.map(({ server }) => server.recovery.replayed)),
  };
}

async function sizeRow(data: string, events: number, { bytes, seconds }: Filled): Promise<Row> {
  const megabytes = async (directory: string, matches?: RegExp) =>
    round((await directoryBytes(join(data, directory), matches)) / 1e6);
  return {
    events,
    "sent last": round(bytes / 1e6),
    "in seconds": round(seconds),
    store: await megabytes("clickhouse"),
    "log: segments": await megabytes("log", /\.log$/),
    "log: snapshots": await megabytes("log", /^snapshot-/),
  };
}
