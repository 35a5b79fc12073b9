/**
 * What a replay costs per event, as a multiple of a bare loop over the same evolve functions in the
 * same run, and what memory it takes over events that come one by one.
 *
 * @module
 */
import { type AuditEvent, monitorCreate, monitorDown, monitorRecovered } from "@audit/events";
import { defineProjection, monitor, type Projection, replay } from "@audit/projections";
import { eventAt } from "./stream-of.ts";

const counts = defineProjection<number>("counts", { revision: 1, initial: 0 })
  .on(monitorCreate, (sum) => sum)
  .on(monitorDown, (sum) => sum + 1)
  .on(monitorRecovered, (sum) => sum - 1);

const sizes = (process.argv[2] ?? "1000,10000,100000,1000000").split(",").map(Number);
const overTime = Number(process.argv[3] ?? 10_000_000);

console.log(`Node ${process.version}`);
for (const size of sizes) {
  const events = Array.from({ length: size }, (_, index) => eventAt(index));
  compare(monitor, events);
  compare(counts, events);
}
if (overTime > 0) await measureMemory(overTime);

function compare<State>(projection: Projection<State>, events: readonly AuditEvent[]): void {
  const rounds = Math.max(5, Math.min(200, Math.floor(500_000 / events.length)));
  const bare: number[] = [];
  const whole: number[] = [];
  // One after the other, so that both meet the same machine.
  for (let round = 0; round < rounds; round += 1) {
    bare.push(nsPerEvent(events, () => bareLoop(projection, events)));
    whole.push(nsPerEvent(events, () => replay(projection, events)));
  }
  const ratios = bare.map((ns, round) => ns / (whole[round] ?? Number.NaN));
  console.log(
    [
      projection.name.padEnd(8),
      `${events.length} events`.padStart(15),
      `bare loop ${median(bare).toFixed(0)} ns/event`,
      `replay with its report ${median(whole).toFixed(0)} ns/event`,
      `${median(ratios).toFixed(2)} of the bare loop`,
    ].join("  "),
  );
}

function bareLoop<State>(projection: Projection<State>, events: readonly AuditEvent[]): State {
  let state = projection.initial;
  for (const event of events) if (event.known) state = projection.evolve(state, event);
  return state;
}

function nsPerEvent(events: readonly AuditEvent[], run: () => unknown): number {
  const begun = performance.now();
  run();
  return ((performance.now() - begun) * 1e6) / events.length;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function measureMemory(size: number): Promise<void> {
  const megabytes = () => {
    globalThis.gc?.();
    return Math.round(process.memoryUsage().heapUsed / 1e6);
  };
  const marks: string[] = [];
  const heaps: number[] = [];
  async function* generated(): AsyncGenerator<AuditEvent> {
    for (let index = 0; index < size; index += 1) {
      if (index % (size / 5) === 0) {
        const heap = megabytes();
        heaps.push(heap);
        marks.push(`${heap}/${Math.round(process.memoryUsage().rss / 1e6)}`);
      }
      yield eventAt(index);
    }
  }
  const begun = performance.now();
  const { report } = await replay(counts, generated());
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(`${size} events one by one in ${seconds} s, ${report.late.length} late`);
  console.log(`heap/resident MB at each fifth: ${marks.join(", ")}, at the end ${megabytes()}`);
  // What a fold keeps is kept after its first thousands of events.
  const [, second = Number.NaN, ...later] = heaps;
  const grown = Math.max(...later) - second;
  console.log(
    `${grown <= 2 ? "holds" : "MISSED"}: memory is flat: ${grown} MB more at the last fifth than at the second`,
  );
}
