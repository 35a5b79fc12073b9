/**
 * What reading the state of a long stream costs with snapshots and without: rows that the engine read,
 * rows that came over HTTP, and time, on the embedded server.
 *
 * @module
 */
import { monitor, replay } from "@audit/projections";
import { readState, TinybirdSnapshotStore } from "@audit/snapshots";
import { fetchTransport, TinybirdEventStore, type Transport } from "@audit/store";
import { startTinybird } from "@audit/tinybird-embedded";

const events = Number(process.argv[2] ?? 1_000_000);
const since = 50;
const id = "monitor:1";
const step = 30_000;
const start = Math.floor(Date.now() / step) * step - (events + 1000) * step;

const { url, token, stop } = await startTinybird({ project: process.argv[3] ?? "tinybird" });
const authorization = `Bearer ${token}`;
const inner = fetchTransport({ url, token, deadlines: { append: 60_000, query: 120_000 } });
let scanned = 0;
let received = 0;

/** Counts what the answers say of themselves, which a transport does not tell. */
const transport: Transport = {
  ingest: inner.ingest,
  async query(pipe, parameters) {
    const body = new URLSearchParams(
      Object.entries(parameters).map(([key, value]): [string, string] => [key, `${value}`]),
    );
    // A connection of its own: one that was idle may be closed as it is taken up again.
    const headers = { authorization, connection: "close" };
    const answer = await fetch(`${url}/v0/pipes/${pipe}.json`, { method: "POST", headers, body });
    // Safe: an answer of 200 has this shape.
    const { data, statistics } = (await answer.json()) as {
      data: unknown[];
      statistics?: { rows_read?: number };
    };
    scanned += statistics?.rows_read ?? 0;
    received += data.length;
    return data;
  },
};

try {
  await fill();
  const store = new TinybirdEventStore({ transport, pageSize: 10_000 });
  const snapshots = new TinybirdSnapshotStore({ transport });
  const table: object[] = [];
  const measure = async <Result>(what: string, run: () => Promise<Result>): Promise<Result> => {
    scanned = 0;
    received = 0;
    const begun = performance.now();
    const result = await run();
    const ms = Math.round(performance.now() - begun);
    table.push({ what, "rows scanned": scanned, "rows received": received, ms });
    return result;
  };

  const read = () => readState(store, snapshots, monitor, id);
  await measure("readState, no snapshot yet: the whole stream, saves one", read);
  await append(events, since);
  const state = await measure(`readState, ${since} events since the snapshot`, read);
  await measure("the same again", read);
  const at = start + Math.floor(events / 2) * step;
  await measure("readState in the middle, no snapshot before it: saves one", () =>
    readState(store, snapshots, monitor, id, { at }),
  );
  await measure("readState in the middle, from that one", () =>
    readState(store, snapshots, monitor, id, { at }),
  );
  console.log(`Node ${process.version}, a stream of ${events} events, pages of 10,000`);
  console.table(table);
  const whole = await replay(monitor, store.read(id));
  const isSame =
    JSON.stringify([state.state, state.report]) === JSON.stringify([whole.state, whole.report]);
  console.log(`same state and report as a replay of the whole: ${isSame}`);
} finally {
  await stop();
}

async function fill(): Promise<void> {
  for (let first = 0; first < events; first += 40_000)
    await append(first, Math.min(40_000, events - first));
}

async function append(first: number, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, offset) => rowOf(first + offset));
  const answer = await fetch(`${url}/v0/events?name=audit_log&wait=true`, {
    method: "POST",
    headers: { authorization, connection: "close" },
    body: rows.map((row) => JSON.stringify(row)).join("\n"),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

function rowOf(index: number) {
  const timestamp = start + index * step;
  return {
    id,
    uid: `u${String(index).padStart(12, "0")}`,
    action: index === 0 ? "monitor.create" : index % 2 ? "monitor.down" : "monitor.recovered",
    metadata:
      index === 0 ? '{"name":"API"}' : `{"region":"r${index % 6}","latency":${index % 900}}`,
    timestamp,
    recorded_at: timestamp + 40 + (index % 7) * 10,
    writer: "w1",
    sequence: index + 1,
    previous: index,
  };
}
