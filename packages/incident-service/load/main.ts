import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { startTinybird } from "@audit/tinybird-embedded";

// 1,000 checks a second for a minute: 200 monitors in 5 regions, each checked once a second, every 50th
// check another status. The service runs in a process of its own, embedded Tinybird in another one.
const seconds = Number(process.argv[2] ?? 60);
const monitors = 200;
const regions = ["gru", "iad", "fra", "sin", "syd"];
const perRequest = 10;

const directory = await mkdtemp(join(tmpdir(), "incident-service-load-"));
const project = fileURLToPath(new URL("../../../tinybird", import.meta.url));
const tinybird = await startTinybird({ project });
const child = fork(fileURLToPath(new URL("service.ts", import.meta.url)), {
  env: {
    ...process.env,
    LOAD_DIRECTORY: directory,
    TINYBIRD_URL: tinybird.url,
    TINYBIRD_TOKEN: tinybird.token,
  },
});
const [{ url }] = await once(child, "message");

const start = Date.now() - seconds * 1_000;
const latencies: number[] = [];
const uids: string[] = [];
let checks = 0;

async function post(body: readonly object[]): Promise<void> {
  const begun = performance.now();
  const answer = await fetch(`${url}/checks`, {
    method: "POST",
    headers: { authorization: "Bearer load-key-0123456789", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  // Safe: this is the shape that the route answers with.
  const { events } = (await answer.json()) as { events: { uid: string; status: string }[] };
  latencies.push(performance.now() - begun);
  if (events.some(({ status }) => status === "dropped")) throw new Error("an event was dropped");
  uids.push(...events.map(({ uid }) => uid));
  checks += body.length;
}

const began = performance.now();
const underWay = new Set<Promise<void>>();
for (let second = 0; second < seconds; second++) {
  const all = Array.from({ length: monitors * regions.length }, (_, place) => ({
    monitor: `m${place % monitors}`,
    region: regions[Math.floor(place / monitors)],
    status: (second * 7 + place) % 50 === 0 ? "down" : "up",
    statusCode: 200,
    latencyMs: 120,
    timestamp: start + second * 1_000 + (place % 1_000),
  }));
  for (let from = 0; from < all.length; from += perRequest) {
    const due = began + second * 1_000 + (from / all.length) * 1_000;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    const request = post(all.slice(from, from + perRequest));
    underWay.add(request);
    void request.finally(() => underWay.delete(request));
  }
}
await Promise.all(underWay);
const took = (performance.now() - began) / 1_000;
const sentBy = performance.now();
child.send("stop");
const [stopped] = await once(child, "message");
await once(child, "exit");

const store = new TinybirdEventStore({
  transport: fetchTransport({ url: tinybird.url, token: tinybird.token }),
});
const found = new Set<string>();
let doubled = 0;
for await (const { uid } of store.readAll({ workspaceId: "load" })) {
  if (found.has(uid)) doubled += 1;
  found.add(uid);
}
const lost = uids.filter((uid) => !found.has(uid)).length;
latencies.sort((a, b) => a - b);
const at = (share: number) =>
  `${Math.round(latencies[Math.floor((latencies.length - 1) * share)] ?? 0)} ms`;
process.stdout.write(`checks            ${checks} in ${took.toFixed(1)} s, ${Math.round(checks / took)} a second
requests          ${latencies.length} of ${perRequest} checks: p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}
events            ${uids.length}, lost ${lost}, doubled ${doubled}
drained           ${((performance.now() - sentBy) / 1_000).toFixed(1)} s after the last check, reading included
service           ${Math.round(stopped.rss / 1e6)} MB, ${stopped.cpu.toFixed(1)} s of processor time
`);
await tinybird.stop();
await rm(directory, { recursive: true, force: true });
if (lost + doubled > 0) process.exitCode = 1;
