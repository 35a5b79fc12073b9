import { monitorDown } from "@audit/events";
import { describe, expect, expectTypeOf, test } from "vitest";
import { defineProjection } from "./projection.ts";
import { replay } from "./replay.ts";
import type { Replayed } from "./replay-report.ts";
import { resume } from "./resume.ts";
import { snapshot } from "./snapshot.ts";
import type { Snapshot } from "./snapshot-format.ts";
import { again, at, clock, stream } from "./testing.ts";

const downs = defineProjection<readonly string[]>("downs", { revision: 1, initial: [] }).on(
  monitorDown,
  (regions, { metadata }) => [...regions, metadata.region],
);

const events = stream("monitor:1", [
  at("10:00", monitorDown, { region: "gru" }),
  at("10:02", monitorDown, { region: "fra" }),
  again({ recordedAt: "10:20" }),
  at("10:04", monitorDown, { region: "iad" }),
]);

function saved(readAt = clock("11:00"), list = events.slice(0, 3)): Snapshot<readonly string[]> {
  const taken = snapshot(downs, list, { readAt });
  if (taken === undefined) throw new Error("fixture");
  return taken;
}

describe("resume", () => {
  test("gives what a replay of the whole gives, typed by the projection", async () => {
    const resumed = resume(downs, saved(), events.slice(3));
    expect(resumed).toEqual({ usable: true, ...replay(downs, events) });
    if (resumed.usable) expectTypeOf(resumed).toExtend<Replayed<readonly string[]>>();
    async function* slowly() {
      yield* events.slice(3);
    }
    expect(await resume(downs, saved(), slowly())).toEqual(resumed);
  });

  test("gives the state of the snapshot where nothing came since", () => {
    expect(resume(downs, saved(), [])).toEqual({
      usable: true,
      ...replay(downs, events.slice(0, 3)),
    });
  });

  test("says why a snapshot cannot be used, and reads nothing then", () => {
    const never = {
      [Symbol.iterator](): Iterator<never> {
        return {
          next() {
            throw new Error("was read");
          },
        };
      },
    };
    const reason = (from: unknown, options = {}) => {
      // Safe: what a snapshot store gives may be anything.
      const resumed = resume(downs, from as Snapshot<readonly string[]>, never, options);
      return resumed.usable ? "usable" : resumed.reason;
    };
    const good = saved();
    expect(reason({ ...good, projection: "ups" })).toBe("other_projection");
    expect(reason({ ...good, revision: 2 })).toBe("other_revision");
    expect(reason({ ...good, format: 2 })).toBe("other_format");
    expect(reason({ ...good, checkpoint: null })).toBe("other_format");
    expect(reason({ ...good, findings: { ...good.findings, late: {} } })).toBe("other_format");
    expect(reason({})).toBe("other_format");
    expect(reason(good, { at: clock("10:01") })).toBe("after_at");
    expect(reason(good, { knownAt: clock("10:30") })).toBe("known_later");
  });

  test("can use a snapshot whose checkpoint is at the moment asked for", () => {
    const resumed = resume(downs, saved(), events.slice(3), { at: clock("10:02") });
    expect(resumed).toMatchObject({ usable: true, state: ["gru", "fra"] });
  });

  test("cannot use it when something came before the checkpoint since, and names it", () => {
    const late = stream("monitor:1", [
      at("10:01", monitorDown, { region: "lhr" }, { uid: "late", recordedAt: "12:00" }),
    ]);
    const change = { timestamp: clock("10:01"), uid: "late" };
    const reason = "changed_before_checkpoint";
    expect(resume(downs, saved(), late)).toEqual({ usable: false, reason, change });
    // A copy of the last event that was folded.
    expect(resume(downs, saved(), events.slice(2))).toMatchObject({ usable: false, reason });
  });

  test("cannot use it with the events of another stream", () => {
    const other = stream("monitor:2", [at("10:09", monitorDown, { region: "gru" })]);
    const reason = "other_stream";
    expect(resume(downs, saved(), other)).toEqual({ usable: false, reason });
  });

  test("cannot use it when the report needs what was forgotten", () => {
    const backlog = stream(
      "monitor:1",
      Array.from({ length: 1500 }, (_, index) =>
        at(index, monitorDown, { region: "gru" }, { recordedAt: 10_000 + index }),
      ),
    );
    const before = saved(clock("11:00"), backlog);
    const after = (recordedAt: number) =>
      stream("monitor:1", [at(2000, monitorDown, { region: "fra" }, { uid: "z", recordedAt })]);
    const reason = "unsettled";
    expect(resume(downs, before, after(10_100))).toEqual({ usable: false, reason });
    expect(resume(downs, before, after(10_900))).toEqual({
      usable: true,
      ...replay(downs, [...backlog, ...after(10_900)]),
    });
  });

  test("cannot use it when a writer that was forgotten goes on", () => {
    const signed = (time: number, writer: string, sequence: number, previous: number) =>
      at(time, monitorDown, { region: "gru" }, { writer, sequence, previous });
    const many = stream(
      "monitor:1",
      Array.from({ length: 1500 }, (_, index) => signed(index, `w${index}`, 1, 0)),
    );
    const before = saved(clock("11:00"), many);
    const after = (writer: string) =>
      stream("monitor:1", [at(0, monitorDown, { region: "x" }), signed(2000, writer, 2, 1)]).slice(
        1,
      );
    expect(resume(downs, before, after("w3"))).toEqual({ usable: false, reason: "unsettled" });
    expect(resume(downs, before, after("w1400"))).toMatchObject({
      usable: true,
      report: { gaps: [] },
    });
  });

  test("is strict about what came before the checkpoint, too", () => {
    const truncated = defineProjection<number>("t", { revision: 1, initial: 0 }).startsWith(
      monitorDown,
    );
    const taken = snapshot(
      truncated.on(monitorDown, () => {
        throw new RangeError("secret");
      }),
      events.slice(0, 3),
      { readAt: clock("11:00") },
    );
    if (taken === undefined) throw new Error("fixture");
    expect(() => resume(truncated, taken, [], { strict: true })).toThrow("invalid: 2");
  });

  test.each<[option: string, run: () => unknown]>([
    // @ts-expect-error it needs the whole stream
    ["upTo", () => resume(downs, saved(), [], { upTo: "x" })],
    // @ts-expect-error it needs the whole stream
    ["without", () => resume(downs, saved(), [], { without: ["x"] })],
    ["knownAt", () => resume(downs, saved(), [], { knownAt: Number.NaN })],
    // @ts-expect-error there must be one
    ["snapshot", () => resume(downs, undefined, [])],
    // @ts-expect-error no events
    ["events", () => resume(downs, saved(), undefined)],
  ])("refuses %s that cannot be what it is", (option, run) => {
    expect(run).toThrow(expect.objectContaining({ code: "invalid_option", option }));
  });
});
