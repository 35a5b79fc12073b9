import { appendFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { spoolFolder } from "../../test/spool-folder.ts";
import { MemoryEventStore } from "../memory-event-store.ts";
import { TinybirdEventStore } from "../tinybird-event-store.ts";
import type { Transport } from "../transport.ts";
import { openSpool } from "./open-spool.ts";
import { listSpool } from "./spool-files.ts";
import { waitingEvents } from "./waiting-events.ts";

const draft = (key: number) =>
  ({
    id: `monitor:${key}`,
    uid: `uid-${key}`,
    action: "monitor.down",
    timestamp: 1_700_000_000_000 + key,
    metadata: { region: "gru", message: "%\n'\"" },
  }) as const;

/** Takes the first so many rows, then nothing more. */
function taking(rows: number): Transport {
  let left = rows;
  return {
    async ingest(_, given) {
      if (given.length > left) throw new Error("no network");
      left -= given.length;
      return { successfulRows: given.length, quarantinedRows: 0 };
    },
    query: async () => [],
  };
}

async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = [];
  for await (const value of values) list.push(value);
  return list;
}

describe("waitingEvents", () => {
  test("gives what a store spooled and Tinybird does not have, in order", async () => {
    const directory = await spoolFolder();
    const transport = taking(1);
    const spool = await openSpool({ directory, transport, drain: "manual" });
    const store = new TinybirdEventStore({ transport, policy: "spool", spool });
    const memory = new MemoryEventStore();
    await store.append(draft(1));
    expect((await spool.drain()).outcome).toBe("empty");
    for (const key of [2, 3]) await store.append(draft(key));
    for (const key of [2, 3]) await memory.append(draft(key));
    expect((await spool.drain()).outcome).toBe("failed");

    const found = await collect(waitingEvents({ directory }));
    const expected = await collect(memory.readAll());
    const numbers = { recordedAt: expect.any(Number), writer: expect.any(String) };
    expect(found).toEqual(
      expected.map((event, place) => ({ ...event, ...numbers, sequence: place + 2 })),
    );
    // Looking changes nothing.
    expect((await spool.state()).events).toBe(2);
    await spool.close();
  });

  test("leaves out what is no whole record, and goes on after it", async () => {
    const directory = await spoolFolder();
    const transport = taking(0);
    const spool = await openSpool({ directory, transport, drain: "manual" });
    await spool.add([{ uid: "a", timestamp: 1, action: "monitor.delete", id: "monitor:1" }]);
    const [segment] = (await listSpool(directory)).segments;
    await appendFile(segment?.path ?? "", "#torn");
    const [event, ...more] = await collect(waitingEvents({ directory }));
    expect(more).toEqual([]);
    expect(event).toMatchObject({ uid: "a", known: true, metadata: {}, targets: [] });
    expect(event).not.toHaveProperty("previous");
    expect(event).not.toHaveProperty("sequence");
    await spool.close();
  });

  test("gives nothing of a directory that is not there", async () => {
    expect(await collect(waitingEvents({ directory: await spoolFolder() }))).toEqual([]);
  });
});
