import {
  incidentAcknowledge,
  incidentCreate,
  incidentResolve,
  incidentUpdate,
  monitorDown,
} from "@audit/events";
import { describe, expect, test } from "vitest";
import { openIncidents } from "./open-incidents.ts";
import { at, clock, recorded, stream } from "./testing.ts";

const create = (time: string, ...monitors: string[]) =>
  at(time, incidentCreate, { title: "API down", severity: "major", monitors });
const resolve = (time: string) => at(time, incidentResolve, {});

const events = [
  ...stream("incident:1", [create("10:00", "monitor:1"), resolve("10:30")]),
  ...stream("incident:2", [
    create("10:10", "monitor:2"),
    at("10:20", incidentUpdate, { changes: [{ field: "monitors", to: ["monitor:1"] }] }),
    at("10:40", incidentAcknowledge, {}, { recordedAt: "12:00" }),
  ]),
  ...stream("monitor:1", [
    at("10:00", monitorDown, { region: "gru" }),
    recorded("10:50", "incident.created", 1, { incidentId: 5 }),
  ]),
];

describe("openIncidents", () => {
  const open = (time: string, monitor?: string) =>
    openIncidents(events, { at: clock(time), monitor }).map(({ id }) => id);

  test("gives those that are not resolved at a moment", () => {
    expect(open("09:59")).toEqual([]);
    expect(open("10:15")).toEqual(["incident:1", "incident:2"]);
    expect(open("10:30")).toEqual(["incident:2"]);
    expect(open("10:50")).toEqual(["incident:2", "monitor:1"]);
  });

  test("gives those of a monitor as they are then, those in its own stream included", () => {
    expect(open("10:15", "monitor:1")).toEqual(["incident:1"]);
    expect(open("10:20", "monitor:1")).toEqual(["incident:1", "incident:2"]);
    expect(open("10:20", "monitor:2")).toEqual([]);
    expect(open("10:50", "monitor:1")).toEqual(["incident:2", "monitor:1"]);
  });

  test("gives each with its state, as it was known then", () => {
    const phases = (knownAt?: string) =>
      openIncidents(events, knownAt === undefined ? {} : { knownAt: clock(knownAt) }).map(
        ({ state }) => state.phase,
      );
    expect(phases()).toEqual(["acknowledged", "open"]);
    expect(phases("11:00")).toEqual(["open", "open"]);
  });

  test("gives the same where streams come over time", async () => {
    async function* overTime() {
      yield* events;
    }
    expect(await openIncidents(overTime())).toEqual(openIncidents(events));
  });

  test("refuses a time that is none", () => {
    expect(() => openIncidents([], { at: Number.NaN })).toThrow("at must be a number");
  });
});
