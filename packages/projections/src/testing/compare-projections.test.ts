import {
  type AuditEvent,
  incidentCreate,
  monitorDegraded,
  monitorDown,
  monitorRecovered,
} from "@audit/events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyStream } from "../../test/any-stream.ts";
import { InvalidOptionError } from "../invalid-option-error.ts";
import { monitor } from "../monitor.ts";
import { defineProjection } from "../projection.ts";
import { compareProjections } from "./compare-projections.ts";
import { describeComparison } from "./describe-comparison.ts";
import { again, at } from "./entry.ts";
import { stream } from "./stream.ts";

interface Watch {
  readonly status: string;
  readonly downs: number;
}

const base = defineProjection<Watch>("watch", { revision: 1, initial: { status: "", downs: 0 } })
  .on(monitorDown, ({ downs }) => ({ status: "down", downs: downs + 1 }))
  .on(monitorRecovered, ({ downs }) => ({ status: "up", downs }));
const before = base.on(monitorDegraded, (state) => state);
/** Degraded is a status of its own. */
const after = base.on(monitorDegraded, ({ downs }) => ({ status: "degraded", downs }));

const down = (time: string) => at(time, monitorDown, { region: "gru" });
const up = (time: string) => at(time, monitorRecovered, { region: "gru" });
const slow = (time: string) => at(time, monitorDegraded, { region: "gru" });
const streams = [
  ...stream("monitor:1", [down("10:00"), up("10:01")]),
  ...stream("monitor:2", [down("10:00"), slow("10:01"), again(), up("10:02"), slow("10:03")]),
  ...stream("monitor:3", [slow("10:00"), up("10:02")]),
];

async function* overTime(events: readonly AuditEvent[]) {
  yield* events;
}

describe("compareProjections", () => {
  test("says which entities differ, from which event on, in which field", () => {
    const comparison = compareProjections(before, after, streams);
    expect(comparison).toEqual({
      before: '"watch" revision 1',
      after: '"watch" revision 1',
      streams: 3,
      events: 8,
      differing: 2,
      differences: [
        {
          workspaceId: "",
          id: "monitor:2",
          since: {
            uid: "monitor:2#0002",
            timestamp: streams[3]?.timestamp,
            action: "monitor.degraded",
          },
          atEnd: true,
          fields: [
            {
              path: ["status"],
              since: expect.objectContaining({ uid: "monitor:2#0002" }),
              before: "down",
              after: "degraded",
              atEnd: true,
            },
          ],
          moreFields: 0,
        },
        expect.objectContaining({ id: "monitor:3", atEnd: false }),
      ],
    });
  });

  test("prints what it found, without values unless asked for", () => {
    const comparison = compareProjections(before, after, streams);
    expect(describeComparison(comparison)).toBe(
      [
        '"watch" revision 1 and "watch" revision 1: 3 streams, 8 events, 2 streams with differences',
        'monitor:2: from monitor.degraded "monitor:2#0002" (2026-01-05T10:01:00.000Z) on',
        "  status",
        'monitor:3: from monitor.degraded "monitor:3#0001" (2026-01-05T10:00:00.000Z) on; the same again at the end',
        "  status, the same again at the end",
      ].join("\n"),
    );
    expect(describeComparison(comparison, { values: true })).toContain(
      '\n  status: "down" → "degraded"\n',
    );
  });

  test("finds states of another shape different from the first event on", () => {
    const counted = defineProjection<{ downs: number }>("watch", {
      revision: 2,
      initial: { downs: 0 },
    }).on(monitorDown, ({ downs }) => ({ downs: downs + 1 }));
    const [first, second] = compareProjections(before, counted, streams).differences;
    expect(first).toMatchObject({
      since: { uid: "monitor:1#0001" },
      fields: [{ path: ["status"], before: "down", atEnd: true }],
    });
    expect(first?.fields[0]).not.toHaveProperty("after");
    expect(second?.fields).toHaveLength(1);
  });

  test("finds an evolve that throws in one alone, though the states be the same", () => {
    const wrong = base.on(monitorDegraded, () => {
      throw new RangeError("no");
    });
    expect(compareProjections(before, wrong, streams).differences).toMatchObject([
      {
        id: "monitor:2",
        atEnd: false,
        fields: [{ path: ["(thrown by evolve)"], after: "RangeError" }],
      },
      { id: "monitor:3" },
    ]);
    expect(compareProjections(wrong, wrong, streams).differing).toBe(0);
  });

  test("tells fields that come to differ later with their own event", () => {
    const late = defineProjection<Watch>("watch", { revision: 2, initial: before.initial })
      .on(monitorDown, ({ downs }) => ({ status: "down", downs: downs + (downs > 0 ? 2 : 1) }))
      .on(monitorRecovered, ({ downs }) => ({ status: "fine", downs }))
      .on(monitorDegraded, (state) => state);
    const events = stream("monitor:1", [down("10:00"), up("10:01"), down("10:02")], {
      workspaceId: "acme",
    });
    expect(describeComparison(compareProjections(before, late, events))).toBe(
      [
        '"watch" revision 1 and "watch" revision 2: 1 stream, 3 events, 1 stream with differences',
        'monitor:1 of workspace "acme": from monitor.recovered "monitor:1#0002" (2026-01-05T10:01:00.000Z) on',
        "  status, the same again at the end",
        '  downs, from monitor.down "monitor:1#0003" (2026-01-05T10:02:00.000Z) on',
      ].join("\n"),
    );
  });

  test("gives the same over time, stream after stream, and for a list in any order", async () => {
    const comparison = compareProjections(before, after, streams);
    expect(await compareProjections(before, after, overTime(streams))).toEqual(comparison);
    const mixed = [...streams].sort((a, b) => b.timestamp - a.timestamp);
    const { differences, ...counts } = compareProjections(before, after, mixed);
    expect({ ...counts, differences: [] }).toEqual({ ...comparison, differences: [] });
    expect(differences).toEqual(expect.arrayContaining([...comparison.differences]));
  });

  test("tells no more than the limit, and counts the rest", () => {
    const many = Array.from({ length: 5 }, (_, index) =>
      stream(`monitor:${index}`, [slow("10:00")]),
    ).flat();
    const comparison = compareProjections(before, after, many, { limit: 2 });
    expect([comparison.differing, comparison.differences.length]).toEqual([5, 2]);
    expect(describeComparison(comparison)).toMatch(/\nand 3 streams more$/);

    const letters = (prefix: string) =>
      defineProjection<Record<string, string>>("letters", { revision: 1, initial: {} }).on(
        incidentCreate,
        () => Object.fromEntries([..."abc"].map((key) => [key, prefix + key])),
      );
    const opened = at("10:00", incidentCreate, { title: "x", severity: "minor", monitors: [] });
    const one = compareProjections(letters("a"), letters("b"), stream("incident:7", [opened]), {
      limit: 2,
    });
    expect(one.differences[0]).toMatchObject({
      fields: [{ path: ["a"] }, { path: ["b"] }],
      moreFields: 1,
    });
    expect(describeComparison(one)).toMatch(/\n {2}and 1 field more$/);
  });

  test("tells what was known at a time", () => {
    const known = (knownAt: number) =>
      compareProjections(before, after, streams, { knownAt }).differing;
    expect(known(streams[0]?.timestamp ?? 0)).toBe(1);
    expect(known(Number.POSITIVE_INFINITY)).toBe(2);
  });

  test("finds no difference between a projection and itself", () => {
    fc.assert(
      fc.property(anyStream, ({ events, once }) => {
        const comparison = compareProjections(monitor, monitor, events);
        expect(comparison).toMatchObject({ differing: 0, events: once.length });
      }),
    );
  });

  test.each([0, 1.5, Number.NaN])("refuses %d as the limit", (limit) => {
    expect(() => compareProjections(before, after, [], { limit })).toThrow(InvalidOptionError);
    expect(() => compareProjections(before, after, [], { limit })).toThrow(
      `Cannot compare "watch" as limit must be a whole number from 1: current value is ${limit}`,
    );
  });
});
