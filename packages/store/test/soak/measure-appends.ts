import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FaultPlan, startFaultProxy } from "@audit/store/faults";
import { startTinybird } from "@audit/tinybird-embedded";
import { project } from "../embedded.ts";

/** How long appends under `spool` took while Tinybird did one thing, in ms. */
export interface AppendTimes {
  readonly tinybird: string;
  readonly callers: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

const main = fileURLToPath(new URL("append-latency.ts", import.meta.url));
const execArgv = ["--conditions=@audit/source", "--import", import.meta.resolve("tsx")];

const plans: readonly (readonly [string, FaultPlan | "refuses" | undefined])[] = [
  ["answers", undefined],
  ["refuses connections", "refuses"],
  ["says nothing", () => ({ kind: "late", ms: 2 ** 31 - 1 })],
  ["answers 503", () => ({ kind: "503" })],
];

/** Measures appends in a process that does nothing else, one after the other and many at a time. */
export async function measureAppends(): Promise<AppendTimes[]> {
  const folder = await mkdtemp(join(tmpdir(), "audit-append-times-"));
  const server = await startTinybird({ project, logLevel: "error" });
  const measured: AppendTimes[] = [];
  try {
    for (const [tinybird, plan] of plans)
      for (const callers of [1, 32]) {
        const proxy = await startFaultProxy({ target: server.url });
        if (plan === "refuses") await proxy.close();
        else proxy.follow(plan);
        const directory = join(folder, `${tinybird}-${callers}`);
        const given = [proxy.url, server.token, directory, callers, callers === 1 ? 500 : 5_000];
        const child = fork(main, given.map(String), { execArgv });
        const ended = once(child, "close");
        const [times] = await Promise.race([once(child, "message"), ended]);
        await ended;
        await proxy.stop();
        if (!Array.isArray(times)) throw new Error("the process that appends ended by itself");
        const sorted = times.map(Number).sort((a, b) => a - b);
        const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
        measured.push({ tinybird, callers, p50: at(0.5), p99: at(0.99), most: at(1) });
      }
    return measured;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Gives the times as lines. */
export function timesText(measured: readonly AppendTimes[]): string {
  const lines = measured.map(({ tinybird, callers, p50, p99, most }) => {
    const [a, b, c] = [p50, p99, most].map((time) => time.toFixed(1));
    const who = `Tinybird ${tinybird}, ${callers} at a time`;
    return `  ${who.padEnd(45)} p50 ${a}, p99 ${b}, most ${c}`;
  });
  return ["Ms of an append under spool", ...lines].join("\n");
}
