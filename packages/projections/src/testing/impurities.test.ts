import { monitorDown, monitorRecovered } from "@audit/events";
import { describe, expect, test } from "vitest";
import { defineProjection, type Evolve } from "../projection.ts";
import { assertPure, ImpureProjectionError } from "./assert-pure.ts";
import { at } from "./entry.ts";
import { impurities } from "./impurities.ts";
import { stream } from "./stream.ts";

const events = stream("monitor:1", [
  at("10:00", monitorDown, { region: "gru" }),
  at("10:01", monitorRecovered, { region: "gru" }),
  at("10:02", monitorDown, { region: "fra" }),
]);

const stateful = <State>(
  evolve: Evolve<State, { timestamp: number; metadata: { region: string } }>,
  initial: State,
) => defineProjection<State>("odd", { revision: 1, initial }).on(monitorDown, evolve);

const kinds = <State>(
  evolve: Evolve<State, { timestamp: number; metadata: { region: string } }>,
  initial: State,
) => impurities(stateful(evolve, initial), events).map(({ kind, detail }) => `${kind}: ${detail}`);

describe("impurities", () => {
  test("are none where there are none, also with dates of given times and errors each time", () => {
    expect(
      kinds<string[]>((seen, { timestamp, metadata: { region } }) => {
        if (region === "fra") throw new RangeError("no");
        return [...seen, new Date(timestamp).toISOString()];
      }, []),
    ).toEqual([]);
  });

  test("tell a state that was changed, though the same is given back", () => {
    expect(
      kinds<{ seen: string[] }>(
        (state, { metadata }) => {
          state.seen.push(metadata.region);
          return state;
        },
        { seen: [] },
      ),
    ).toEqual(["changes_state: changes the state it is given"]);
  });

  test("tell an event that was changed", () => {
    expect(
      kinds<number>((count, { metadata }) => {
        metadata.region = "x";
        return count + 1;
      }, 0),
    ).toEqual(["changes_event: changes the event it is given"]);
  });

  test("tell a change that was undone, as it fails where states are frozen", () => {
    expect(
      kinds<number[]>((list) => {
        list.push(1);
        list.pop();
        return list;
      }, []),
    ).toEqual([
      "differs: gives something else for the same state and event: it threw a TypeError where they were frozen",
    ]);
  });

  test.each<[string, () => unknown]>([
    ["Date.now", () => Date.now() * 0],
    ["new Date", () => new Date().toISOString().length],
    ["Date", () => Date().length * 0],
    ["Math.random", () => Math.random() * 0],
    ["performance.now", () => performance.now() * 0],
    ["crypto.randomUUID", () => crypto.randomUUID().length],
    ["crypto.getRandomValues", () => crypto.getRandomValues(new Uint8Array(2)).length],
  ])("tell that %s was used, though it made no difference", (name, use) => {
    const before = [Date, Date.now, Math.random, performance.now, crypto.randomUUID];
    expect(kinds<unknown>(use, 0)).toEqual([`uses: uses ${name}`]);
    expect([Date, Date.now, Math.random, performance.now, crypto.randomUUID]).toEqual(before);
    expect(Object.hasOwn(crypto, "randomUUID")).toBe(false);
  });

  test("tell what was remembered outside of the state", () => {
    let calls = 0;
    expect(
      kinds<number>(() => {
        calls += 1;
        return calls;
      }, 0),
    ).toEqual([
      "differs: gives something else for the same state and event",
      "differs: gives something else for the same state and event, called later",
    ]);
    let last = "";
    expect(
      kinds<boolean>((_, { metadata: { region } }) => {
        const wasSeen = last > region;
        last = region;
        return wasSeen;
      }, false),
    ).toContain("differs: gives something else for the same state and event");
  });

  test("tell what was remembered from a call long ago, by the opposite order", () => {
    const seen = new Set<string>();
    const found = kinds<number>((count, { metadata: { region } }) => {
      seen.add(region);
      // The same twice in a row, but not once another region was there.
      return count + seen.size;
    }, 0);
    expect(found).toEqual([
      "differs: gives something else for the same state and event, called later",
    ]);
  });

  test.each<[string, unknown]>([
    ["a Date", new Date(0)],
    ["a Map", { regions: new Map() }],
    ["a Promise", Promise.resolve()],
    ["NaN", [{ share: Number.NaN }]],
    ["undefined", [undefined]],
    ["a function", { go: () => undefined }],
  ])("tell a state that holds %s", (what, value) => {
    expect(kinds<unknown>(() => value, 0)).toContain(`not_json: gives a state that holds ${what}`);
  });

  test("tell a state that holds itself", () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(kinds<unknown>(() => loop, 0)).toEqual(["not_json: gives a state that holds itself"]);
  });

  test("name the first event that shows them, and begin anew with each stream", () => {
    const projection = stateful<number>((count, { metadata }) => {
      if (metadata.region === "fra") Math.random();
      return count + 1;
    }, 0);
    const other = stream("monitor:2", [at("09:00", monitorDown, { region: "gru" })]);
    expect(impurities(projection, [...events, ...other])).toMatchObject([
      { event: { uid: "monitor:1#0003", id: "monitor:1", action: "monitor.down" } },
    ]);
  });
});

describe("assertPure", () => {
  test("throws what is wrong and where, and nothing where nothing is", () => {
    const clocked = stateful<number>(() => Date.now(), 0);
    expect(() => assertPure(clocked, events)).toThrow(ImpureProjectionError);
    expect(() => assertPure(clocked, events)).toThrow(
      'Cannot rely on projection "odd" as it must give the same for the same state and event, and change neither: current value is\n  uses Date.now, at monitor.down "monitor:1#0001" of "monitor:1"',
    );
    assertPure(
      stateful<number>((count) => count + 1, 0),
      events,
    );
  });
});
