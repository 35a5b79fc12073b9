/**
 * Prints what a poll of `tail` and a call of `completeness` cost on embedded Tinybird with a million
 * rows, half of them of one workspace, 278 a second for an hour.
 * `npx tsx --conditions=@audit/source packages/store/test/recorded-cost.ts [rows]`
 *
 * @module
 */
import { fetchTransport, TinybirdEventStore, type Transport } from "@audit/store";
import { startEmbedded } from "./embedded.ts";

const rows = Number(process.argv[2] ?? 1_000_000);
const rounds = 9;
const hour = 3_600_000;
const { server, post } = await startEmbedded();
const end = Date.now() - 60_000;
for (let first = 0; first < rows; first += 20_000) {
  const { status } = await post(
    ...Array.from({ length: 20_000 }, (_, index) => row(first + index)),
  );
  if (status !== 200) throw new Error(`rows were answered with ${status}`);
}
console.log(`${rows} rows are in`);

const calls = new Map<string, number[]>();
const { ingest, query } = fetchTransport({ url: server.url, token: server.token });
const transport: Transport = {
  ingest,
  async query(pipe, parameters, options) {
    const start = performance.now();
    const answer = await query(pipe, parameters, options);
    const times = calls.get(pipe) ?? [];
    calls.set(pipe, [...times, performance.now() - start]);
    return answer;
  },
};

const store = new TinybirdEventStore({ transport });
print("tail: a poll without news, of an empty window", await polls({ after: end + 1 }));
print(
  "tail: a poll without news, 1,390 events in its window",
  await polls({ after: end - 10_000 }),
);
print("tail: the same with a lag of 2 s, 278 events", await polls({ after: end - 2_000 }, 2_000));
const big = new TinybirdEventStore({ transport, pageSize: 10_000 });
const start = performance.now();
let events = 0;
for await (const _ of big.tail({ workspaceId: "a", after: end - 2 * hour, ...onePoll(1) }))
  if (++events === 100_000) break;
const seconds = (performance.now() - start) / 1_000;
console.log(`tail: catching up, pages of 10,000: ${Math.round(events / seconds)} events a second`);
calls.clear();

const window = { from: end - 2 * hour, to: end };
print(
  "completeness of a million rows, nothing missing",
  await times(() => store.completeness(window)),
);
await post({ ...row(0), uid: "gap", sequence: rows + 10 });
print(
  "completeness, 6 numbers missing, looked for outside",
  await times(() => store.completeness(window)),
);
const last = { from: end - 60_000, to: end };
print("completeness of the last minute", await times(() => store.completeness(last)));
for (const [pipe, taken] of calls) print(`  ${pipe}`, taken);
await server.stop();

function row(index: number) {
  const at = end - hour + Math.floor((index * hour) / rows);
  return {
    workspace_id: index % 2 === 0 ? "a" : "b",
    id: `monitor:${index % 499}`,
    uid: `${at.toString(36)}${String(index).padStart(8, "0")}abcdefghij`,
    action: "monitor.down",
    metadata: '{"region":"gru","statusCode":500,"message":"timeout"}',
    timestamp: at,
    recorded_at: at,
    actor: '{"id":"","name":"system","type":"system"}',
    targets: '[{"id":"1","type":"monitor"}]',
    writer: `writer-${index % 4}`,
    sequence: Math.floor(index / 4) + 1,
  };
}

/** Ends a tail after so many polls, and notes when each began. */
function onePoll(polls: number, began: number[] = []) {
  const ending = new AbortController();
  const sleep = async () => {
    began.push(performance.now());
    if (began.length > polls) ending.abort("end");
  };
  return { signal: ending.signal, clock: { now: () => 0, sleep } };
}

/** Gives ms of each poll after the first, which gives what is new. */
async function polls(options: { after: number }, visibilityLag = 10_000): Promise<number[]> {
  calls.clear();
  const began: number[] = [];
  const tail = store.tail({
    workspaceId: "a",
    ...options,
    visibilityLag,
    ...onePoll(rounds, began),
  });
  try {
    for await (const { event } of tail) event.uid.at(0);
  } catch (reason) {
    if (reason !== "end") throw reason;
  }
  return began.slice(1).map((moment, index) => moment - (began[index] ?? 0));
}

async function times(call: () => Promise<unknown>): Promise<number[]> {
  calls.clear();
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begin = performance.now();
    await call();
    taken.push(performance.now() - begin);
  }
  return taken;
}

function print(what: string, taken: readonly number[]): void {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  console.log(
    `${what}: ${at(0.5)} ms, at most ${sorted.at(-1)?.toFixed(1)} ms (${taken.length} times)`,
  );
}
