import { defineCatalog, monitorDown, monitorRecovered, notificationSent } from "@audit/events";
import { defineProjection, monitor, replayAll } from "@audit/projections";
import { MemoryEventStore, type ReadAllOptions } from "@audit/store";
import { describe, expect, expectTypeOf, test } from "vitest";
import { readFleet } from "./read-fleet.ts";

const start = 1_750_000_000_000;
const downs = defineProjection<number>("downs", { revision: 1, initial: 0 }).on(
  monitorDown,
  (count) => count + 1,
);

/** Three monitors, one of which never went down; the third in a workspace of its own. */
async function filled() {
  const store = new MemoryEventStore();
  const metadata = { region: "gru" };
  await store.append([
    { id: "monitor:2", action: "monitor.down", metadata, timestamp: start },
    { id: "monitor:1", action: "monitor.down", metadata, timestamp: start + 1 },
    { id: "monitor:1", action: "monitor.recovered", metadata, timestamp: start + 2 },
    { id: "monitor:1", action: "monitor.down", metadata, timestamp: start + 3 },
    { id: "monitor:3", action: "monitor.recovered", metadata, timestamp: start + 3 },
    { id: "monitor:4", workspaceId: "w", action: "monitor.down", metadata, timestamp: start },
  ]);
  let given = 0;
  const counting = {
    async *readAll(options: ReadAllOptions<string>) {
      // Safe: the store itself looks at the names.
      for await (const event of store.readAll(options as ReadAllOptions)) {
        given += 1;
        yield event;
      }
    },
  };
  return { store, counting, given: () => given };
}

async function listOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("readFleet", () => {
  test("gives the states of those that the projection knows something of, from what it needs", async () => {
    const { counting, given } = await filled();
    expect(await listOf(readFleet(counting, downs))).toEqual([
      ["monitor:1", 2],
      ["monitor:2", 1],
    ]);
    expect(given()).toBe(3);
  });

  test("gives the states that replayAll gives for all events", async () => {
    const { store } = await filled();
    const all = await listOf(
      replayAll(monitor, store.readAll({ to: start + 2 }), { at: start + 2 }),
    );
    expect(await listOf(readFleet(store, monitor, { at: start + 2 }))).toEqual(
      all.map(([id, { state }]) => [id, state]),
    );
  });

  test("keeps to a workspace, a moment and what was known", async () => {
    const { store } = await filled();
    expect(await listOf(readFleet(store, downs, { workspaceId: "w" }))).toEqual([["monitor:4", 1]]);
    expect(await listOf(readFleet(store, downs, { at: start }))).toEqual([["monitor:2", 1]]);
    expect(await listOf(readFleet(store, downs, { knownAt: start }))).toEqual([]);
  });

  test("reads all where the catalog of the store lacks an action", async () => {
    const catalog = defineCatalog([monitorDown, notificationSent]);
    const store = new MemoryEventStore({ catalog });
    const metadata = { region: "gru" };
    await store.append({ id: "monitor:1", action: "monitor.down", metadata });
    const both = downs.on(monitorRecovered, (count) => count);
    expect(await listOf(readFleet(store, both))).toEqual([["monitor:1", 1]]);
  });

  test("gives nobody where no event changes anything", async () => {
    const { counting, given } = await filled();
    const still = defineProjection<number>("still", { revision: 1, initial: 0 });
    expect(await listOf(readFleet(counting, still))).toEqual([]);
    expect(given()).toBe(0);
  });

  test("passes on what the store throws, also when it is about another option", async () => {
    const { store } = await filled();
    const failing = {
      // biome-ignore lint/correctness/useYield: it fails before
      async *readAll() {
        throw new Error("gone");
      },
    };
    await expect(listOf(readFleet(failing, downs))).rejects.toThrow("gone");
    await expect(
      // @ts-expect-error a moment is a number
      listOf(readFleet(store, downs, { at: "noon" })),
    ).rejects.toThrow(
      "Cannot read a state as at must be a whole number of milliseconds since the epoch",
    );
    // @ts-expect-error a store has readAll
    await expect(listOf(readFleet({}, downs))).rejects.toThrow(
      "Cannot read a state as store must have the methods readAll",
    );
  });

  test("gives ids and states of the projection's type", () => {
    const states = readFleet(new MemoryEventStore(), downs);
    expectTypeOf(states).toEqualTypeOf<
      AsyncGenerator<[id: string, state: number], void, undefined>
    >();
  });
});
