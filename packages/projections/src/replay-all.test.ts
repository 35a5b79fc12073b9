import { type AuditEvent, incidentCreate, monitorDown } from "@audit/events";
import { describe, expect, expectTypeOf, test } from "vitest";
import { defineProjection } from "./projection.ts";
import { replayAll } from "./replay-all.ts";
import type { Replayed } from "./replay-report.ts";
import { at, clock, stream } from "./testing.ts";

const downs = defineProjection<number>("downs", { revision: 1, initial: 0 }).on(
  monitorDown,
  (count) => count + 1,
);
const down = (time: string) => at(time, monitorDown, { region: "gru" });
const one = stream("monitor:1", [down("10:00"), down("10:05"), down("10:10")]);
const two = stream("monitor:2", [down("10:01")]);
const three = stream("monitor:3", [down("10:09")]);

const states = (pairs: Iterable<[string, Replayed<number>]>) =>
  Array.from(pairs, ([id, { state }]) => [id, state]);

describe("replayAll", () => {
  test("gives one state per entity, typed by the projection, now or over time", async () => {
    async function* slowly() {
      yield* [...one, ...two];
    }
    const pairs = [...replayAll(downs, [...one, ...two])];
    expectTypeOf(pairs).toEqualTypeOf<[string, Replayed<number>][]>();
    expect(states(pairs)).toEqual([
      ["monitor:1", 3],
      ["monitor:2", 1],
    ]);
    const overTime = [];
    for await (const pair of replayAll(downs, slowly())) overTime.push(pair);
    expect(overTime).toEqual(pairs);
    expect([...replayAll(downs, [])]).toEqual([]);
  });

  test("gives an entity as soon as the next one begins, and reads only what is asked for", () => {
    const read: string[] = [];
    let isClosed = false;
    function* source() {
      try {
        for (const event of [...one, ...two, ...three]) {
          read.push(event.id);
          yield event;
        }
      } finally {
        isClosed = true;
      }
    }
    for (const [id] of replayAll(downs, source())) {
      expect(id).toBe("monitor:1");
      break;
    }
    expect(read).toEqual(["monitor:1", "monitor:1", "monitor:1", "monitor:2"]);
    expect(isClosed).toBe(true);
  });

  test("asks every stream what it is asked, and gives entities to which nothing had happened", () => {
    const then = replayAll(downs, [...one, ...two, ...three], { at: clock("10:05") });
    expect(states(then)).toEqual([
      ["monitor:1", 2],
      ["monitor:2", 1],
      ["monitor:3", 0],
    ]);
  });

  test("takes a list in any order, and leaves it alone", () => {
    const list = Object.freeze([...one, ...two].reverse());
    expect(states(replayAll(downs, list))).toEqual([
      ["monitor:2", 1],
      ["monitor:1", 3],
    ]);
  });

  test("refuses an id that comes again after another, naming it", () => {
    const interleaved = new Set([...one.slice(0, 1), ...two, ...one.slice(1)]);
    expect(() => [...replayAll(downs, interleaved)]).toThrow(
      expect.objectContaining({
        code: "reopened_stream",
        id: "monitor:1",
        message:
          'Cannot replay "downs" as the streams of a fleet must come one after the other: current value is "monitor:1" again after "monitor:2"',
      }),
    );
  });

  test("refuses a stream out of order, and events of two workspaces", () => {
    expect(() => [...replayAll(downs, new Set([...one].reverse()))]).toThrow("stream order");
    const elsewhere = stream("monitor:9", [down("10:00")], { workspaceId: "acme" });
    expect(() => [...replayAll(downs, [...one, ...elsewhere])]).toThrow('workspace "acme"');
  });

  test("names the entity that is not exact when strict", () => {
    const born = downs.startsWith(incidentCreate);
    const replays = replayAll(born, [...one, ...two], { strict: true });
    expect(() => [...replays]).toThrow(
      'Cannot replay "downs" of "monitor:1" as a strict replay must be exact',
    );
  });

  test.each<[option: string, run: () => unknown]>([
    // @ts-expect-error upTo names an event of one stream
    ["upTo", () => replayAll(downs, one, { upTo: "monitor:1#0001" })],
    ["at", () => replayAll(downs, one, { at: Number.NaN })],
    // @ts-expect-error a number is no iterable
    ["events", () => replayAll(downs, 5)],
    // @ts-expect-error a projection comes first
    ["projection", () => replayAll(one, downs)],
    ["events[3]", () => [...replayAll(downs, new Set([...one, bad]))]],
    ["events[3]", () => [...replayAll(downs, [...one, bad])]],
  ])("refuses %s that cannot be what it is, at once", (option, run) => {
    expect(run).toThrow(expect.objectContaining({ code: "invalid_option", option }));
  });
});

// Safe: it is none, which is what is tested.
const bad = null as unknown as AuditEvent;
