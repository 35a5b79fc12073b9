/**
 * What an event costs to encode and decode, in catalogs of 6, 30 and 150 actions, as a multiple of what
 * plain JSON costs in the same run.
 *
 * @module
 */
import { createWriter, defineAction, defineCatalog, type RecordedEvent } from "@audit/events";
import { measure } from "mitata";
import { z } from "zod";

const eventsPerRun = 1000;
const sizes = [6, 30, 150];

const rows: { actions: number; encode: number; decode: number }[] = [];
for (const size of sizes) rows.push(await measureCatalog(size));

console.log(`Node ${process.version}, ${eventsPerRun} events a run; multiples of plain JSON\n`);
console.table(
  rows.map(({ actions, encode, decode }) => ({
    actions,
    "draft to JSON / JSON.stringify": encode.toFixed(2),
    "JSON to event / JSON.parse": decode.toFixed(2),
  })),
);

async function measureCatalog(size: number) {
  const names = Array.from({ length: size }, (_, index) => `site.act${index}`);
  const catalog = defineCatalog(names.map(defineSample));
  const writer = createWriter(catalog);
  const drafts = Array.from({ length: eventsPerRun }, (_, index) => ({
    id: `site:${index % 50}`,
    action: names[index % size] ?? "",
    metadata: {
      region: "gru",
      statusCode: 400 + (index % 100),
      message: "timeout",
      latency: index,
    },
  }));
  const texts = writer
    .complete(drafts)
    .map((event) => JSON.stringify({ ...event, recordedAt: event.timestamp, copies: 1 }));

  const plainWrite = await nanoseconds(() => drafts.map((draft) => JSON.stringify(draft)));
  const encode = await nanoseconds(() =>
    writer.complete(drafts).map((event) => JSON.stringify(event)),
  );
  const plainRead = await nanoseconds(() => texts.map((text): unknown => JSON.parse(text)));
  const decode = await nanoseconds(() =>
    // Safe: these texts were made from such events.
    texts.map((text) => catalog.decode(JSON.parse(text) as RecordedEvent)),
  );
  return { actions: size, encode: encode / plainWrite, decode: decode / plainRead };
}

/** Gives an action whose metadata has a field of its own name, so that no two schemas are one shape. */
function defineSample(name: string) {
  return defineAction(name).version(
    1,
    z.strictObject({
      region: z.string(),
      statusCode: z.number().optional(),
      message: z.string().optional(),
      latency: z.number().optional(),
      [name.replace(".", "_")]: z.string().optional(),
    }),
  );
}

async function nanoseconds(run: () => unknown): Promise<number> {
  const { p50 } = await measure(run, { min_cpu_time: 5e8 });
  return p50;
}
