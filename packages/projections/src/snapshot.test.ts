import { monitorDown } from "@audit/events";
import { describe, expect, expectTypeOf, test } from "vitest";
import { defineProjection } from "./projection.ts";
import { replay } from "./replay.ts";
import { snapshot } from "./snapshot.ts";
import type { Snapshot } from "./snapshot-format.ts";
import { again, at, clock, stream } from "./testing.ts";

const downs = defineProjection<readonly string[]>("downs", { revision: 3, initial: [] }).on(
  monitorDown,
  (regions, { metadata }) => [...regions, metadata.region],
);

const events = stream(
  "monitor:1",
  [
    at("10:00", monitorDown, { region: "gru" }),
    at("10:02", monitorDown, { region: "fra" }, { recordedAt: "10:20" }),
    at("10:04", monitorDown, { region: "iad" }),
  ],
  { workspaceId: "acme" },
);

describe("snapshot", () => {
  test("says whose it is, where it ends and what it knew", async () => {
    const saved = snapshot(downs, events, { readAt: clock("11:00") });
    expectTypeOf(saved).toEqualTypeOf<Snapshot<readonly string[]> | undefined>();
    expect(saved).toMatchObject({
      format: 1,
      projection: "downs",
      revision: 3,
      workspaceId: "acme",
      id: "monitor:1",
      checkpoint: { timestamp: clock("10:04"), uid: "monitor:1#0003" },
      knownAt: clock("11:00") - 10_000,
      state: replay(downs, events).state,
    });
    async function* slowly() {
      yield* events;
    }
    expect(await snapshot(downs, slowly(), { readAt: clock("11:00") })).toEqual(saved);
  });

  test("ends before the first event that not everybody may see yet", () => {
    const end = (readAt: string) =>
      snapshot(downs, events, { readAt: clock(readAt) })?.checkpoint.uid;
    expect(end("10:00:09")).toBeUndefined();
    expect(end("10:00:10")).toBe("monitor:1#0001");
    // The second was recorded late, so what is behind it has to wait.
    expect(end("10:20:09")).toBe("monitor:1#0001");
    expect(end("10:20:10")).toBe("monitor:1#0003");
    const lag = { readAt: clock("10:20:10"), visibilityLag: 60_000 };
    expect(snapshot(downs, events, lag)?.checkpoint.uid).toBe("monitor:1#0001");
  });

  test("ends before an event of which a copy came just now", () => {
    const doubled = stream("monitor:1", [
      at("10:00", monitorDown, { region: "gru" }),
      at("10:01", monitorDown, { region: "fra" }),
      again({ recordedAt: "10:30" }),
    ]);
    const saved = snapshot(downs, doubled, { readAt: clock("10:30") });
    expect(saved?.checkpoint.uid).toBe("monitor:1#0001");
  });

  test("ends before what is dated in the future", () => {
    const ahead = stream("monitor:1", [
      at("10:00", monitorDown, { region: "gru" }),
      at("12:00", monitorDown, { region: "fra" }, { recordedAt: "10:00" }),
    ]);
    const saved = snapshot(downs, ahead, { readAt: clock("11:00") });
    expect(saved?.checkpoint.uid).toBe("monitor:1#0001");
  });

  test("is JSON, and holds no event", () => {
    const saved = snapshot(downs, events, { readAt: clock("11:00") });
    const text = JSON.stringify(saved);
    expect(JSON.parse(text)).toEqual(saved);
    expect(text).not.toContain("monitor.down");
  });

  test("stays small, however long the stream and however many wrote it", () => {
    const count = 20_000;
    const long = stream(
      "monitor:1",
      Array.from({ length: count }, (_, index) =>
        at(
          index * 1000,
          monitorDown,
          { region: "gru" },
          { writer: `w${index % 5000}`, sequence: index + 1, recordedAt: count * 1000 },
        ),
      ),
    );
    const counts = defineProjection<number>("counts", { revision: 1, initial: 0 }).on(
      monitorDown,
      (sum) => sum + 1,
    );
    const text = JSON.stringify(snapshot(counts, long, { readAt: clock("11:00") }));
    expect(text.length).toBeLessThan(300_000);
  });

  test.each<[what: string, state: unknown, shown: string]>([
    ["a date", { since: new Date(0) }, "a Date at state.since"],
    ["a map", new Map(), "a Map at the state"],
    ["no number", { regions: [{ latency: Number.NaN }] }, "NaN at state.regions.0.latency"],
    ["a function", { f() {} }, "of type function at state.f"],
    ["a hole in a list", [1, undefined], "of type undefined at state.1"],
  ])("refuses a state with %s, naming the place", (_, state, shown) => {
    const odd = defineProjection<unknown>("odd", { revision: 1, initial: {} }).on(
      monitorDown,
      () => state,
    );
    expect(() => snapshot(odd, events, { readAt: clock("11:00") })).toThrow(
      `Cannot take a snapshot of "odd" as its state must be JSON: current value is ${shown}`,
    );
  });

  test("refuses a state that contains itself", () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    const odd = defineProjection<unknown>("odd", { revision: 1, initial: {} }).on(
      monitorDown,
      () => loop,
    );
    expect(() => snapshot(odd, events, { readAt: clock("11:00") })).toThrow("contains itself");
  });

  test("refuses to go on from a snapshot of another projection, stream or place", () => {
    const readAt = clock("11:00");
    const from = snapshot(downs, events.slice(0, 2), { readAt });
    if (from === undefined) throw new Error("fixture");
    const rest = events.slice(2);
    const other = defineProjection<readonly string[]>("ups", { revision: 3, initial: [] });
    const fails = (run: () => unknown, reason: string) =>
      expect(run).toThrow(expect.objectContaining({ code: "unusable_snapshot", reason }));
    fails(() => snapshot(other, rest, { readAt, from }), "other_projection");
    fails(() => snapshot(downs, events, { readAt, from }), "changed_before_checkpoint");
    fails(() => snapshot(downs, rest, { readAt: readAt - 1, from }), "known_later");
    fails(() => snapshot(downs, rest, { readAt, from: { ...from, id: "x" } }), "other_stream");
  });

  test.each<[option: string, run: () => unknown]>([
    // @ts-expect-error when the events were read cannot be guessed
    ["options", () => snapshot(downs, events)],
    // @ts-expect-error as above
    ["readAt", () => snapshot(downs, events, {})],
    ["readAt", () => snapshot(downs, events, { readAt: Number.POSITIVE_INFINITY })],
    ["visibilityLag", () => snapshot(downs, events, { readAt: 0, visibilityLag: -1 })],
  ])("refuses %s that cannot be what it is", (option, run) => {
    expect(run).toThrow(expect.objectContaining({ code: "invalid_option", option }));
  });
});
