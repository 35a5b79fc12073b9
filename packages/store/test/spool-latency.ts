/**
 * Prints how long an add takes while Tinybird is away, beside a bare write with a sync.
 * `npx tsx --conditions=@audit/source packages/store/test/spool-latency.ts [directory]`
 *
 * @module
 */
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UnavailableError } from "@audit/store";
import { openSpool } from "../src/spool.ts";
import { row } from "./spool-row.ts";

const folder = await mkdtemp(join(process.argv[2] ?? tmpdir(), "audit-spool-latency-"));
const rounds = 2_000;

const file = await open(join(folder, "bare"), "w");
const bytes = Buffer.from(JSON.stringify(row(1)));
let written = 0;
print(
  "a bare write and fdatasync",
  await timed(1, rounds, async () => {
    await file.write(bytes, 0, bytes.length, written);
    written += bytes.length;
    await file.datasync();
  }),
);
await file.close();

for (const drain of ["manual", "auto"] as const)
  for (const callers of [1, 64]) {
    const transport = {
      ingest: () => Promise.reject(new UnavailableError("append")),
      query: () => Promise.reject(new UnavailableError("read")),
    };
    const directory = join(folder, `${drain}-${callers}`);
    const spool = await openSpool({ directory, transport, drain });
    const times = await timed(callers, rounds * Math.min(callers, 16), () => spool.add([row(1)]));
    print(`add, ${callers} at a time, ${drain}`, times);
    await spool.close();
  }
await rm(folder, { recursive: true });

async function timed(callers: number, calls: number, call: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  const caller = async () => {
    while (times.length < calls) {
      const start = performance.now();
      await call();
      times.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - start) / 1_000;
  console.log(`${Math.round(times.length / seconds)} a second`);
  return times;
}

function print(what: string, times: number[]): void {
  times.sort((a, b) => a - b);
  const at = (share: number) => `${times[Math.floor(times.length * share)]?.toFixed(2)} ms`;
  console.log(`${what}: p50 ${at(0.5)}, p99 ${at(0.99)}, most ${times.at(-1)?.toFixed(2)} ms`);
}
