import {
  incidentAcknowledge,
  incidentCreate,
  incidentUpdate,
  notificationSent,
} from "@audit/events";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type Incident, incident } from "./incident.ts";
import { at, clock, recorded, stream } from "./testing.ts";
import type { EventMoment, GroupMoment, Moment } from "./timeline/moment.ts";
import { type TimelineOptions, timeline } from "./timeline.ts";

const minutes = (count: number) => count * 60_000;

const events = stream("incident:7", [
  at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: ["1"] }),
  at("10:01", notificationSent, { provider: "email" }),
  at("10:04", incidentAcknowledge, {}, { actor: { id: "ada" }, recordedAt: "10:30" }),
  at("10:10", incidentUpdate, { changes: [{ field: "severity", to: "critical" }] }),
  recorded("10:12", "incident.merge", 1, { into: "incident:8" }),
]);

/** The event of each moment of a timeline without groups. */
const eventsOf = <State>(moments: readonly Moment<State>[]) =>
  moments.map((moment) => (moment.kind === "event" ? moment.event : moment.kind));

describe("timeline", () => {
  test("gives each event with what it changed and how long the state before had lasted", () => {
    const moments = timeline(incident, events);
    expectTypeOf(moments).toEqualTypeOf<readonly Moment<Incident>[]>();
    expect(eventsOf(moments)).toEqual(events);
    expect(moments.map(({ timestamp }) => timestamp)).toEqual(
      events.map(({ timestamp }) => timestamp),
    );
    expect(moments.map(({ lasted }) => lasted)).toEqual(
      [undefined, 1, 4, 6, 2].map((count) => count && minutes(count)),
    );
    expect(moments.map(({ changes }) => changes.map(({ path }) => path.join(".")))).toEqual([
      expect.arrayContaining(["phase", "title", "severity", "monitors", "openedAt", "reopened"]),
      [],
      expect.arrayContaining(["phase", "acknowledgedAt", "acknowledgedBy.id"]),
      ["severity", "updates"],
      [],
    ]);
    expect(moments[3]?.changes[0]).toEqual({ path: ["severity"], from: "major", to: "critical" });
  });

  test("tells each moment in a sentence", () => {
    expect(timeline(incident, events).map(({ sentence }) => sentence)).toEqual([
      "the incident was opened: API down (major)",
      "the incident: notification sent by email",
      "ada acknowledged the incident, 4 min after it was opened",
      "the system changed severity of the incident",
      "incident.merge by the system (not understood)",
    ]);
  });

  test("marks what was recorded after something that happened later, and how late", () => {
    expect(timeline(incident, events).map(({ late, lateBy }) => [late, lateBy])).toEqual([
      [false, undefined],
      [false, undefined],
      [true, minutes(26)],
      [false, undefined],
      [false, undefined],
    ]);
  });

  test("leaves out moments before from and after to, but not what they did", () => {
    const part = timeline(incident, events, { from: clock("10:04"), to: clock("10:10") });
    expect(part.map(({ timestamp }) => timestamp)).toEqual([clock("10:04"), clock("10:10")]);
    expect(part[0]).toMatchObject({
      lasted: minutes(4),
      state: { phase: "acknowledged" },
      sentence: "ada acknowledged the incident, 4 min after it was opened",
    });
  });

  test("shows the past as it was known then", () => {
    const known = timeline(incident, events, { knownAt: clock("10:15") });
    expect(known.map(({ state }) => state.phase)).toEqual(["open", "open", "open", "open"]);
    expect(known.map(({ lasted }) => lasted)).toEqual([undefined, 60_000, 600_000, 120_000]);
  });

  test("has no length for a state that nothing has set", () => {
    const [, second] = timeline(
      incident,
      stream("incident:7", [
        at("10:00", notificationSent, { provider: "email" }),
        at("10:05", incidentCreate, { title: "x", severity: "minor", monitors: [] }),
      ]),
    );
    expect(second?.lasted).toBeUndefined();
  });

  test("names the error of an evolve that threw, and keeps what was not taken", () => {
    const fragile = incident.on(notificationSent, () => {
      throw new RangeError("secret");
    });
    const title = (text: string, recordedAt: string) =>
      at(
        "10:02",
        incidentUpdate,
        { changes: [{ field: "title", to: text }] },
        { uid: "x", recordedAt },
      );
    const [, failed, settled] = timeline(fragile, [
      ...events.slice(0, 2),
      ...stream("incident:7", [title("B", "10:03"), title("A", "10:02")]),
    ]);
    expect(failed).toMatchObject({ error: "RangeError", changes: [], state: { phase: "open" } });
    expect(settled).toMatchObject({
      state: { title: "A" },
      conflicting: [{ metadata: { changes: [{ to: "B" }] } }],
    });
    expect(settled).not.toHaveProperty("error");
  });

  test("gives an event or members, by the kind of moment", () => {
    for (const moment of timeline(incident, events)) {
      if (moment.kind === "event") expectTypeOf(moment).toEqualTypeOf<EventMoment<Incident>>();
      else expectTypeOf(moment).toEqualTypeOf<GroupMoment<Incident>>();
      // @ts-expect-error a moment of several events has no event of its own
      expect(() => moment.event).not.toThrow();
    }
  });

  test("gives the same where events come over time", async () => {
    async function* overTime() {
      yield* events;
    }
    expect(await timeline(incident, overTime())).toEqual(timeline(incident, events));
    await expect(timeline(incident, overTime(), { burst: -1 })).rejects.toThrow("burst must be");
  });

  test("refuses bounds that are no time, or the wrong way round", () => {
    expect(() => timeline(incident, events, { from: Number.NaN })).toThrow(
      'Cannot draw the timeline of "incident" as from must be a number of milliseconds since the epoch: current value is NaN',
    );
    expect(() => timeline(incident, events, { from: 2, to: 1 })).toThrow(
      "from must be at most to, 1: current value is 2",
    );
  });

  test.each<[unknown, string]>([
    [
      { burst: Number.NaN },
      "burst must be a number of milliseconds from 0, or false: current value is NaN",
    ],
    [
      { burst: true },
      "burst must be a number of milliseconds from 0, or false: current value is true",
    ],
    [{ idle: 0 }, "idle must be true or false: current value is 0"],
    [{ catalog: [] }, "catalog must be what defineCatalog gives: current value is of type object"],
    [{ catalog: null }, "catalog must be what defineCatalog gives: current value is null"],
    [null, "options must be an object: current value is null"],
  ])("refuses %o", (options, message) => {
    // Safe: what a caller without types may pass.
    const given = options as TimelineOptions;
    expect(() => timeline(incident, events, given)).toThrow(
      expect.objectContaining({
        code: "invalid_option",
        message: `Cannot draw the timeline of "incident" as ${message}`,
      }),
    );
  });
});
