import {
  type AuditEvent,
  incidentAcknowledge,
  incidentCreate,
  incidentResolve,
  monitorDown,
  monitorRecovered,
} from "@audit/events";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { InvalidOptionError } from "./invalid-option-error.ts";
import type { MixedStreamsError } from "./mixed-streams-error.ts";
import type { OutOfOrderError } from "./out-of-order-error.ts";
import { PartialReplayError } from "./partial-replay-error.ts";
import { defineProjection } from "./projection.ts";
import { replay } from "./replay.ts";
import type { ReplayOptions } from "./replay-options.ts";
import type { Replayed } from "./replay-report.ts";
import { again, at, clock, recorded, stream } from "./testing.ts";

/** The regions that went down, in the order in which they were folded. */
const downs = defineProjection<readonly string[]>("downs", { revision: 1, initial: [] }).on(
  monitorDown,
  (regions, { metadata }) => [...regions, metadata.region],
);

const outage = stream("monitor:1", [
  at("10:00", monitorDown, { region: "gru" }),
  at("10:02", monitorDown, { region: "fra" }, { recordedAt: "10:20" }),
  at("10:04", monitorDown, { region: "iad" }),
  at("10:05", monitorRecovered, { region: "gru" }),
]);

function thrown<E = unknown>(run: () => unknown): E {
  try {
    run();
  } catch (error) {
    // Safe: every caller looks at the fields it expects.
    return error as E;
  }
  throw new Error("nothing was thrown");
}

async function* overTime(events: Iterable<AuditEvent>): AsyncGenerator<AuditEvent> {
  yield* events;
}

describe("replay", () => {
  test("gives the initial state for no events, and nothing to doubt", () => {
    const { state, report } = replay(downs, []);
    expect(state).toBe(downs.initial);
    expect(report).toEqual({
      applied: 0,
      notHandled: 0,
      unknown: [],
      invalid: [],
      upcast: 0,
      copies: 0,
      conflicts: [],
      late: [],
      gaps: [],
      leftOut: [],
      notThere: [],
      first: undefined,
      last: undefined,
      exactness: "exact",
      reasons: [],
    });
  });

  test("is typed by the projection, now or over time", async () => {
    expectTypeOf(replay(downs, outage)).toEqualTypeOf<Replayed<readonly string[]>>();
    const promise = replay(downs, overTime(outage));
    expectTypeOf(promise).toEqualTypeOf<Promise<Replayed<readonly string[]>>>();
    expect(await promise).toEqual(replay(downs, outage));
  });

  test("counts the events of that very millisecond and none after it", () => {
    expect(replay(downs, outage, { at: clock("10:04") - 1 }).state).toEqual(["gru", "fra"]);
    const { state, report } = replay(downs, outage, { at: clock("10:04") });
    expect(state).toEqual(["gru", "fra", "iad"]);
    expect(report).toMatchObject({ applied: 3, notHandled: 0 });
    expect(report.first).toEqual({ timestamp: clock("10:00"), uid: "monitor:1#0001" });
    expect(report.last).toEqual({ timestamp: clock("10:04"), uid: "monitor:1#0003" });
  });

  test("tells what was known from what was true", () => {
    expect(replay(downs, outage, { knownAt: clock("10:19:59.999") }).state).toEqual(["gru", "iad"]);
    expect(replay(downs, outage, { knownAt: clock("10:20") }).state).toEqual(["gru", "fra", "iad"]);
    const before = { at: clock("10:03"), knownAt: clock("10:03") };
    expect(replay(downs, outage, before).state).toEqual(["gru"]);
  });

  test("lists what was recorded after something that happened later", () => {
    const { late } = replay(downs, outage).report;
    expect(late).toEqual([
      { timestamp: clock("10:02"), uid: "monitor:1#0002", recordedAt: clock("10:20") },
    ]);
    expect(replay(downs, outage, { at: clock("10:02") }).report.late).toEqual([]);
  });

  test("counts what the projection does not handle and what was stored in an older version", () => {
    const { report } = replay(
      downs,
      stream("monitor:1", [
        recorded("10:00", "incident.created", 1, { incidentId: 5 }),
        recorded("10:01", "monitor.failed", 1, { region: "gru" }),
      ]),
    );
    expect(report).toMatchObject({ applied: 1, notHandled: 1, upcast: 1, exactness: "exact" });
  });

  test("names unknown events and goes on", () => {
    const { state, report } = replay(
      downs,
      stream("monitor:1", [
        recorded("10:00", "monitor.teleport", 1, { to: "mars" }),
        recorded("10:01", "monitor.down", 7, { region: "gru" }),
        at("10:02", monitorDown, { region: "fra" }),
      ]),
    );
    expect(state).toEqual(["fra"]);
    expect(report.unknown).toEqual([
      {
        timestamp: clock("10:00"),
        uid: "monitor:1#0001",
        recordedAction: "monitor.teleport",
        reason: "action_unknown",
      },
      {
        timestamp: clock("10:01"),
        uid: "monitor:1#0002",
        recordedAction: "monitor.down",
        reason: "version_unknown",
      },
    ]);
    expect(report.reasons).toEqual(["unknown_events"]);
  });

  test("takes a double as one event, known since its earliest recording", () => {
    const events = stream("monitor:1", [
      at("10:00", monitorDown, { region: "gru" }, { recordedAt: "10:30" }),
      again({ recordedAt: "10:10" }),
      again({ recordedAt: "10:40" }),
    ]);
    expect(replay(downs, events, { knownAt: clock("10:09") }).state).toEqual([]);
    const { state, report } = replay(downs, events, { knownAt: clock("10:10") });
    expect(state).toEqual(["gru"]);
    expect(report).toMatchObject({ applied: 1, copies: 2, exactness: "exact" });
  });

  test("takes the numbers of deliveries that were merged before for no gap", () => {
    const [first, second] = stream("monitor:1", [
      at("10:00", monitorDown, { region: "gru" }, { writer: "a", sequence: 1, previous: 0 }),
      at("10:02", monitorDown, { region: "fra" }, { writer: "b", sequence: 2, previous: 1 }),
    ]);
    if (!first || !second) throw new Error("the stream has two events");
    const merged = { ...first, otherDeliveries: [{ writer: "b", sequence: 1, previous: 0 }] };
    expect(replay(downs, [merged, second]).report.gaps).toEqual([]);
    expect(replay(downs, [first, second]).report.gaps).toHaveLength(1);
  });

  test("takes a predecessor that is beyond the moment asked for for no gap", () => {
    const link = { writer: "a", sequence: 2, previous: 1, recordedAt: "10:06" };
    const events = stream("monitor:1", [
      at("10:01", monitorDown, { region: "iad" }, link),
      at("10:05", monitorDown, { region: "gru" }, { writer: "a", sequence: 1, previous: 0 }),
    ]);
    expect(replay(downs, events, { at: clock("10:02") }).report.gaps).toEqual([]);
    expect(replay(downs, events).report.gaps).toEqual([]);
  });

  test("takes the number of every writer that delivered an event for no gap", () => {
    const [first, retried, next] = stream("monitor:1", [
      at("10:00", monitorDown, { region: "gru" }, { writer: "a", sequence: 1, previous: 0 }),
      again({ writer: "b", sequence: 1, previous: 0, recordedAt: "10:01" }),
      at("10:02", monitorDown, { region: "fra" }, { writer: "b", sequence: 2, previous: 1 }),
    ]);
    if (!first || !retried || !next) throw new Error("fixture");
    expect(replay(downs, [first, retried, next]).report.gaps).toEqual([]);
    expect(replay(downs, [first, next]).report.gaps).toEqual([
      { uid: next.uid, writer: "b", missing: 1 },
    ]);
  });

  test("counts the copies that a store has merged", () => {
    const events = stream("monitor:1", [
      at("10:00", monitorDown, { region: "gru" }, { copies: 3 }),
    ]);
    expect(replay(downs, events).report.copies).toBe(2);
  });

  test("takes of two facts under one uid the one recorded first, and reports the other", () => {
    const said = (region: string, recordedAt: string) =>
      at("10:00", monitorDown, { region }, { uid: "x", recordedAt });
    const events = stream("monitor:1", [said("fra", "10:07"), said("gru", "10:05")]);
    for (const list of [events, [...events].reverse()]) {
      const { state, report } = replay(downs, list);
      expect(state).toEqual(["gru"]);
      expect(report.conflicts).toEqual([
        {
          timestamp: clock("10:00"),
          uid: "x",
          others: [{ recordedAction: "monitor.down", recordedAt: clock("10:07") }],
        },
      ]);
      expect(report.reasons).toEqual(["conflicts"]);
      expect(report.applied).toBe(1);
    }
    const then = replay(downs, events, { knownAt: clock("10:06") });
    expect(then).toMatchObject({ state: ["gru"], report: { exactness: "exact" } });
  });

  test("does not let the order of a list decide between facts recorded in one millisecond", () => {
    const said = (region: string) => at("10:00", monitorDown, { region }, { uid: "x" });
    const events = stream("monitor:1", [said("fra"), said("gru"), said("iad")]);
    const states = [events, [...events].reverse()].map((list) => replay(downs, list).state);
    expect(states[0]).toEqual(states[1]);
  });

  test("takes one uid under two timestamps as two events", () => {
    const events = stream("monitor:1", [
      at("10:00", monitorDown, { region: "gru" }, { uid: "x" }),
      at("10:01", monitorDown, { region: "gru" }, { uid: "x" }),
    ]);
    expect(replay(downs, events).report).toMatchObject({ applied: 2, conflicts: [] });
  });

  test("leaves the state where evolve throws, and keeps the message to itself", () => {
    const fragile = downs.on(monitorRecovered, (_regions, { metadata }) => {
      throw new RangeError(`secret of ${metadata.region}`);
    });
    const { state, report } = replay(fragile, outage);
    expect(state).toEqual(["gru", "fra", "iad"]);
    expect(report.invalid).toEqual([
      {
        timestamp: clock("10:05"),
        uid: "monitor:1#0004",
        action: "monitor.recovered",
        error: "RangeError",
      },
    ]);
    expect(report).toMatchObject({ applied: 3, reasons: ["invalid"] });
    expect(JSON.stringify(report)).not.toContain("secret");
  });

  test("says that the beginning is missing where a stream does not start as it must", () => {
    const born = downs.startsWith(incidentCreate).on(incidentCreate, (state) => state);
    const create = at("09:00", incidentCreate, { title: "x", severity: "minor", monitors: [] });
    const down = at("10:00", monitorDown, { region: "gru" });
    const reasons = (...entries: Parameters<typeof stream>[1]) =>
      replay(born, stream("monitor:1", entries)).report.reasons;
    expect(reasons(create, down)).toEqual([]);
    expect(reasons(down)).toEqual(["truncated"]);
    expect(reasons()).toEqual([]);
    // What the projection does not handle, and what nobody understands, may come before.
    expect(reasons(at("08:00", incidentResolve, {}), create)).toEqual([]);
    expect(reasons(recorded("08:00", "monitor.teleport", 1, {}), down)).toEqual([
      "truncated",
      "unknown_events",
    ]);
    // A create that is there and cannot be read is not a missing one.
    expect(reasons(recorded("08:00", "incident.created", 9, {}), down)).toEqual(["unknown_events"]);
  });

  test("sorts a list into a copy", () => {
    const list = Object.freeze([...outage].reverse());
    expect(replay(downs, list)).toEqual(replay(downs, outage));
  });

  test("refuses an iterable out of order, naming both events", () => {
    const error = thrown<OutOfOrderError>(() => replay(downs, new Set([...outage].reverse())));
    expect(error).toMatchObject({
      code: "out_of_order",
      previous: { uid: "monitor:1#0004" },
      next: { uid: "monitor:1#0003" },
    });
    expect(error.message).toBe(
      `Cannot replay "downs" as events must be in stream order, by timestamp, then uid: current value is "monitor:1#0003" (${clock("10:04")}) after "monitor:1#0004" (${clock("10:05")})`,
    );
  });

  test("refuses events of two streams or workspaces, naming both", () => {
    const other = stream("monitor:2", [at("11:00", monitorDown, { region: "gru" })]);
    const error = thrown<MixedStreamsError>(() => replay(downs, [...outage, ...other]));
    expect(error).toMatchObject({ code: "mixed_streams", other: { id: "monitor:2" } });
    expect(error.message).toContain('"monitor:1" of workspace "" and "monitor:2" of workspace ""');
    const elsewhere = stream("monitor:1", [at("11:00", monitorDown, { region: "gru" })], {
      workspaceId: "acme",
    });
    expect(() => replay(downs, [...outage, ...elsewhere])).toThrow(
      '"monitor:1" of workspace "acme"',
    );
  });

  test("reads no further than it must, and closes what it reads from", () => {
    const read: string[] = [];
    let closed = false;
    function* source() {
      try {
        for (const event of outage) {
          read.push(event.uid);
          yield event;
        }
      } finally {
        closed = true;
      }
    }
    replay(downs, source(), { at: clock("10:01") });
    expect(read).toEqual(["monitor:1#0001", "monitor:1#0002"]);
    expect(closed).toBe(true);
  });

  test.each<[option: string, value: string, run: () => unknown]>([
    ["at", "NaN", () => replay(downs, outage, { at: Number.NaN })],
    // @ts-expect-error text is no time here
    ["at", '"10:00"', () => replay(downs, outage, { at: "10:00" })],
    // @ts-expect-error a Date is no number of milliseconds
    ["knownAt", "a Date", () => replay(downs, outage, { knownAt: new Date(0) })],
    // @ts-expect-error null does not mean all
    ["knownAt", "null", () => replay(downs, outage, { knownAt: null })],
  ])("refuses as %s what is no number: %s", (option, value, run) => {
    const error = thrown<InvalidOptionError>(run);
    expect(error).toMatchObject({ code: "invalid_option", option });
    expect(error.message).toBe(
      `Cannot replay "downs" as ${option} must be a number of milliseconds since the epoch: current value is ${value}`,
    );
  });

  test("takes infinities as bounds that are open or shut", () => {
    const open = { at: Number.POSITIVE_INFINITY, knownAt: Number.POSITIVE_INFINITY };
    expect(replay(downs, outage, open)).toEqual(replay(downs, outage));
    expect(replay(downs, outage, { at: Number.NEGATIVE_INFINITY }).state).toEqual([]);
  });

  test("rejects, rather than throws, where events come over time", async () => {
    await expect(replay(downs, overTime(outage), { at: Number.NaN })).rejects.toThrow("at must be");
    await expect(replay(downs, overTime([...outage].reverse()))).rejects.toThrow("stream order");
  });

  describe("up to an event", () => {
    test("counts that event, its copies, and none behind it", () => {
      const events = stream("monitor:1", [
        at("10:00", monitorDown, { region: "gru" }),
        at("10:01", monitorDown, { region: "fra" }),
        again({ recordedAt: "10:30" }),
        at("10:01", monitorDown, { region: "iad" }),
      ]);
      const { state, report } = replay(downs, events, { upTo: "monitor:1#0002" });
      expect(state).toEqual(["gru", "fra"]);
      expect(report).toMatchObject({ applied: 2, copies: 1, last: { uid: "monitor:1#0002" } });
    });

    test("ends at it or at the moment, whichever comes first", () => {
      const upTo = "monitor:1#0002";
      const then = (options: { at: number }) => replay(downs, outage, { ...options, upTo }).state;
      expect(then({ at: clock("10:00") })).toEqual(["gru"]);
      expect(then({ at: clock("10:04") })).toEqual(["gru", "fra"]);
    });

    test("reads no further than the event behind it", () => {
      const read: string[] = [];
      function* source() {
        for (const event of outage) {
          read.push(event.uid);
          yield event;
        }
      }
      replay(downs, source(), { upTo: "monitor:1#0002" });
      expect(read).toEqual(["monitor:1#0001", "monitor:1#0002", "monitor:1#0003"]);
    });

    test("refuses one that is not there, or was not known", () => {
      const message = (options: ReplayOptions) =>
        thrown<InvalidOptionError>(() => replay(downs, outage, options)).message;
      expect(message({ upTo: "nobody" })).toBe(
        'Cannot replay "downs" as upTo must be the uid of an event of the stream: current value is "nobody"',
      );
      expect(message({ upTo: "nobody", at: clock("10:01") })).toContain('"nobody"');
      expect(message({ upTo: "monitor:1#0002", knownAt: clock("10:10") })).toBe(
        'Cannot replay "downs" as upTo must be the uid of an event of the stream that was known at knownAt: current value is "monitor:1#0002"',
      );
      expect(() => replay(downs, [], { upTo: "nobody" })).toThrow('"nobody"');
    });

    test("takes a predecessor that lies behind it for no gap", () => {
      const link = { writer: "a", sequence: 2, previous: 1, recordedAt: "10:06" };
      const events = stream("monitor:1", [
        at("10:01", monitorDown, { region: "iad" }, link),
        at("10:05", monitorDown, { region: "gru" }, { writer: "a", sequence: 1, previous: 0 }),
      ]);
      expect(replay(downs, events, { upTo: "monitor:1#0001" }).report.gaps).toEqual([]);
    });
  });

  describe("without events", () => {
    test("gives the state as if they had not happened, and lists them", () => {
      const without = ["monitor:1#0002", "nobody"];
      const { state, report } = replay(downs, outage, { without });
      expect(state).toEqual(["gru", "iad"]);
      expect(report).toMatchObject({ applied: 2, late: [], exactness: "exact" });
      expect(report.leftOut).toEqual([{ timestamp: clock("10:02"), uid: "monitor:1#0002" }]);
      expect(report.notThere).toEqual(["nobody"]);
    });

    test("says that one is not there that was not known yet", () => {
      const options = { without: ["monitor:1#0002"], knownAt: clock("10:10") };
      const { leftOut, notThere } = replay(downs, outage, options).report;
      expect({ leftOut, notThere }).toEqual({ leftOut: [], notThere: ["monitor:1#0002"] });
    });

    test("leaves out every copy, every fact and every event under the uid", () => {
      const events = stream("monitor:1", [
        at("10:00", monitorDown, { region: "gru" }, { uid: "x" }),
        again({ recordedAt: "10:30" }),
        at("10:00", monitorDown, { region: "fra" }, { uid: "x" }),
        at("10:01", monitorDown, { region: "iad" }, { uid: "x" }),
      ]);
      const { state, report } = replay(downs, events, { without: ["x"] });
      expect(state).toEqual([]);
      expect(report).toMatchObject({ copies: 0, conflicts: [], exactness: "exact" });
      expect(report.leftOut.map(({ timestamp }) => timestamp)).toEqual([
        clock("10:00"),
        clock("10:01"),
      ]);
    });

    test("takes the one left out for no gap, and still believes what it says", () => {
      const signed = (time: string, sequence: number, previous: number) =>
        at(time, monitorDown, { region: "gru" }, { writer: "a", sequence, previous });
      const events = stream("monitor:1", [
        signed("10:00", 1, 0),
        signed("10:01", 3, 2),
        signed("10:02", 4, 3),
      ]);
      const { gaps } = replay(downs, events, { without: ["monitor:1#0002"] }).report;
      expect(gaps).toEqual([{ uid: "monitor:1#0002", writer: "a", missing: 2 }]);
    });

    test("does not call a stream truncated whose beginning it left out", () => {
      const born = downs.startsWith(incidentCreate).on(incidentCreate, (state) => state);
      const events = stream("monitor:1", [
        at("09:00", incidentCreate, { title: "x", severity: "minor", monitors: [] }),
        at("10:00", monitorDown, { region: "gru" }),
      ]);
      const options = { without: ["monitor:1#0001"] };
      expect(replay(born, events, options).report.reasons).toEqual([]);
      expect(replay(born, events.slice(1), options).report.reasons).toEqual(["truncated"]);
    });

    test("with upTo the same event, gives the state just before it", () => {
      const uid = "monitor:1#0003";
      expect(replay(downs, outage, { upTo: uid, without: [uid] }).state).toEqual(["gru", "fra"]);
    });
  });

  test.each<[argument: string, must: string, run: () => unknown]>([
    // @ts-expect-error a promise is not what it promises
    ["events", "be a list or an iterable", () => replay(downs, Promise.resolve(outage))],
    // @ts-expect-error a text can be iterated, but gives no events
    ["events", "be a list or an iterable", () => replay(downs, "monitor:1")],
    // @ts-expect-error nothing
    ["events", "be a list or an iterable", () => replay(downs, undefined)],
    // @ts-expect-error a row is not an event
    ["events[1]", "be an event", () => replay(downs, [...outage.slice(0, 1), { uid: "x" }])],
    // @ts-expect-error a hole in a list
    ["events[4]", "be an event", () => replay(downs, new Set([...outage, null]))],
    // @ts-expect-error a definition is not a projection
    ["projection", "be from defineProjection", () => replay({ name: "downs" }, outage)],
    // @ts-expect-error a number is no options
    ["options", "be an object", () => replay(downs, outage, 5)],
    // @ts-expect-error null does not mean none
    ["options", "be an object", () => replay(downs, outage, null)],
    ["upTo", "be the uid", () => replay(downs, outage, { upTo: "" })],
    // @ts-expect-error an event is not its uid
    ["upTo", "be the uid", () => replay(downs, outage, { upTo: outage[0] })],
    // @ts-expect-error one uid is not a list
    ["without", "be a list of uids", () => replay(downs, outage, { without: "x" })],
    // @ts-expect-error an event is not its uid
    ["without[1]", "be the uid", () => replay(downs, outage, { without: ["x", outage[0]] })],
    // @ts-expect-error a text is always true
    ["strict", "be true or false", () => replay(downs, outage, { strict: "no" })],
  ])("refuses as %s what must %s", (option, must, run) => {
    const error = thrown<InvalidOptionError>(run);
    expect(error).toMatchObject({ code: "invalid_option", option });
    expect(error.message).toContain(` as ${option} must ${must}`);
  });

  describe("when strict", () => {
    test("gives what is exact", () => {
      expect(replay(downs, outage, { strict: true })).toEqual(replay(downs, outage));
    });

    test("throws one error with every reason, the report and what evolve threw", () => {
      const cause = new RangeError("secret");
      const fragile = downs.startsWith(incidentCreate).on(incidentAcknowledge, () => {
        throw cause;
      });
      const events = stream("monitor:1", [
        at("10:00", incidentAcknowledge, {}, { writer: "w", sequence: 4, previous: 3 }),
        recorded("10:01", "monitor.teleport", 1, {}),
        at("10:02", monitorDown, { region: "gru" }, { uid: "x" }),
        at("10:02", monitorDown, { region: "fra" }, { uid: "x" }),
      ]);
      const error = thrown<PartialReplayError>(() => replay(fragile, events, { strict: true }));
      expect(error).toBeInstanceOf(PartialReplayError);
      expect(error.message).toBe(
        'Cannot replay "downs" as a strict replay must be exact: current value is partial (truncated, unknown_events: 1, invalid: 1, gaps: 1, conflicts: 1)',
      );
      expect(error.code).toBe("partial_replay");
      expect(error.report).toEqual(replay(fragile, events).report);
      expect(error.cause).toBe(cause);
    });
  });
});
