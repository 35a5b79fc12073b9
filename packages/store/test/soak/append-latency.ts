/** A process that appends under `spool` and tells how long each append took, in ms. @module */
import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { openSpool } from "@audit/store/spool";

const [url = "", token = "", directory = "", callers = "1", appends = "1"] = process.argv.slice(2);
const transport = fetchTransport({ url, token });
const spool = await openSpool({ directory, transport });
const store = new TinybirdEventStore({ transport, policy: "spool", spool });
const draft = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } } as const;
const times: number[] = [];
let left = 200;
const call = async () => {
  while (left > 0) {
    left -= 1;
    const start = performance.now();
    await store.append(draft);
    times.push(performance.now() - start);
  }
};
const callAll = () => Promise.all(Array.from({ length: Number(callers) }, call));
// A process that has just started compiles what it runs.
await callAll();
times.length = 0;
left = Number(appends);
await callAll();
process.send?.(times);
await store.settled();
await spool.close();
process.disconnect?.();
