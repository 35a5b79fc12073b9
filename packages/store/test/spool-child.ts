/** A process that adds rows in a loop, many at a time, and tells what was acknowledged. @module */
import { openSpool, SpoolFullError } from "../src/spool.ts";
import { transportTo } from "./faulty-tinybird.ts";
import { row } from "./spool-row.ts";

const [directory = "", url = "", first = "1", limit = "0", ending = "", size = "4000"] =
  process.argv.slice(2);
// Small segments, so that ends of segments are among the moments of a kill.
const segmentBytes = Number(size);
const spool = await openSpool({
  directory,
  transport: transportTo(url),
  drain: "manual",
  segmentBytes,
});

let next = Number(first);
const add = async () => {
  for (;;) {
    const number = next;
    next += 1;
    if (Number(limit) > 0 && number >= Number(first) + Number(limit)) break;
    try {
      await spool.add([row(number)]);
      process.send?.({ acknowledged: number });
    } catch (cause) {
      if (!(cause instanceof SpoolFullError)) throw cause;
      process.send?.({ refused: number, limit: cause.limit });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
};
process.on("disconnect", () => process.exit());
await Promise.all(Array.from({ length: 8 }, add));
if (ending === "drain")
  while ((await spool.drain()).outcome === "held") await new Promise(setImmediate);
await spool.close();
process.disconnect?.();
