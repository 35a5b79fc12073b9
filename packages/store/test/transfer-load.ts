/**
 * Measures an export from embedded Tinybird to a file and an import from it into another workspace:
 *
 *     npx tsx --conditions=@audit/source packages/store/test/transfer-load.ts 200000 ndjson
 *
 * Memory is this process's; the server is one of its own.
 */
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecordedEvent } from "@audit/events";
import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { exportEvents, importEvents, type TransferFormat } from "@audit/store/transfer";
import { startTinybird } from "@audit/tinybird-embedded";
import { project } from "./embedded.ts";

const [count = "20000", given = "ndjson"] = process.argv.slice(2);
// Safe: another name is refused by the export.
const format = given as TransferFormat;
const total = Number(count);
const start = 1_420_070_400_000;
const streams = 200;

function* events(): Generator<RecordedEvent> {
  for (let index = 0; index < total; index++)
    yield {
      workspaceId: "from",
      id: `monitor:${index % streams}`,
      uid: `u${String(index).padStart(9, "0")}`,
      action: "monitor.down",
      version: 1,
      metadata: { region: "gru", statusCode: 500, message: `timeout after ${index} ms` },
      // Over eleven years.
      timestamp: start + Math.floor(index * (347e9 / total)),
      recordedAt: start + Math.floor(index * (347e9 / total)) + 100,
      actor: { id: "checker", name: "Checker", type: "system" },
      targets: [{ id: String(index % streams), type: "monitor" }],
      outcome: "success",
      context: { requestId: `r${index}` },
      writer: "w1",
      sequence: index + 1,
      previous: Math.max(index + 1 - streams, 0),
      copies: 1,
    };
}

let peak = { rss: 0, heapUsed: 0 };
const sample = () => {
  const { rss, heapUsed } = process.memoryUsage();
  peak = { rss: Math.max(peak.rss, rss), heapUsed: Math.max(peak.heapUsed, heapUsed) };
};

async function measure(what: string, work: () => Promise<unknown>): Promise<void> {
  peak = { rss: 0, heapUsed: 0 };
  const timer = setInterval(sample, 10);
  const from = performance.now();
  await work();
  const seconds = (performance.now() - from) / 1000;
  clearInterval(timer);
  const mb = (bytes: number) => Math.round(bytes / 1e6);
  console.log(
    `${what}: ${Math.round(total / seconds)} events/s, ${seconds.toFixed(1)} s, peak rss ${mb(peak.rss)} MB, heap ${mb(peak.heapUsed)} MB`,
  );
}

const folder = await mkdtemp(join(tmpdir(), "transfer-"));
const file = join(folder, "events");
const server = await startTinybird({ project, partitionsPerInsert: 12, logLevel: "error" });
try {
  const { url, token } = server;
  const transport = fetchTransport({ url, token, deadlines: { append: 30_000 } });
  const store = new TinybirdEventStore({ transport });
  let part: RecordedEvent[] = [];
  for (const event of events()) {
    part.push(event);
    if (part.length < 5000) continue;
    await store.appendRecorded(part);
    part = [];
  }
  await store.appendRecorded(part);
  part = [];

  await measure(`export ${total} ${format}`, async () => {
    const output = await open(file, "w");
    for await (const chunk of exportEvents(store, { format, workspaceId: "from" }))
      await output.write(chunk);
    await output.close();
  });
  console.log(`file: ${((await stat(file)).size / 1e6).toFixed(1)} MB`);
  await measure(`import ${total} ${format}`, async () => {
    const { events } = await importEvents(store, createReadStream(file), {
      format,
      workspaceId: "to",
    });
    if (events !== total) throw new Error(`${events} events came in`);
  });
} finally {
  await server.stop();
  await rm(folder, { recursive: true });
}
