import {
  incidentAcknowledge,
  incidentCreate,
  incidentResolve,
  monitorCreate,
  monitorDown,
  monitorRecovered,
} from "@audit/events";
import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type Incident, incident } from "../incident.ts";
import { type Monitor, monitor } from "../monitor.ts";
import { at, type Entry, stream } from "../testing.ts";
import { timeline } from "../timeline.ts";
import { story } from "./story.ts";

const about = { correlationId: "incident:7" };
const monitorTimeline = (...entries: Entry[]) => timeline(monitor, stream("monitor:1", entries));
const incidentTimeline = (...entries: Entry[]) => timeline(incident, stream("incident:7", entries));

const opened = { title: "API", severity: "major", monitors: ["monitor:1"] } as const;
const ofMonitor = monitorTimeline(
  at("10:00", monitorCreate, { name: "API" }, { uid: "m1" }),
  at("10:42", monitorDown, { region: "gru" }, { uid: "m2", ...about }),
  at("10:50", monitorRecovered, { region: "gru" }, { uid: "m3", ...about }),
);
const ofIncident = incidentTimeline(
  at("10:42", incidentCreate, opened, { uid: "i1", causationId: "m2", ...about }),
  at("10:44", incidentAcknowledge, {}, { uid: "i2", ...about }),
  at("10:50", incidentResolve, {}, { uid: "i3", causationId: "m3", ...about }),
);
const uids = (told: readonly { readonly event: { readonly uid: string } }[]) =>
  told.map(({ event }) => event.uid);

describe("story", () => {
  test("merges timelines in the order of time, a cause before what it caused", () => {
    expect(uids(story([ofIncident, ofMonitor]))).toEqual(["m1", "m2", "i1", "i2", "m3", "i3"]);
  });

  test("names the cause of a moment, across entities, and nothing where there is none", () => {
    const told = story([ofMonitor, ofIncident], about);
    expect(told.map(({ cause }) => cause?.uid)).toEqual([
      undefined,
      "m2",
      undefined,
      undefined,
      "m3",
    ]);
    expect("cause" in (told[0] ?? {})).toBe(false);
  });

  test("leaves out what belongs to other stories, unless its entity is named", () => {
    expect(uids(story([ofMonitor, ofIncident], about))).not.toContain("m1");
    expect(uids(story([ofMonitor, ofIncident], { ...about, ids: ["monitor:1"] }))).toContain("m1");
    expect(story([ofMonitor], { correlationId: [] })).toEqual([]);
    expect(uids(story([ofMonitor], { correlationId: ["x", "incident:7"] }))).toEqual(["m2", "m3"]);
  });

  test("keeps the state and the changes of each moment's own entity", () => {
    const [down, create] = story([ofMonitor, ofIncident], about);
    expect(down?.state).toMatchObject({ status: "down" });
    expect(create?.state).toMatchObject({ phase: "open" });
    expectTypeOf(story([ofMonitor, ofIncident])[0]?.state).toEqualTypeOf<
      Monitor | Incident | undefined
    >();
  });

  test("opens bursts and idle stretches", () => {
    const burst = monitorTimeline(
      at("10:42", monitorDown, { region: "gru" }, about),
      at("10:42:20", monitorDown, { region: "fra" }, about),
    );
    expect(burst).toHaveLength(1);
    expect(story([burst])).toHaveLength(2);
  });

  test("orders a chain of causes of one millisecond, however it comes", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(["a", "b", "c", "d", "e"], { minLength: 5 }), (chain) => {
        const entries = chain.map((uid, index) =>
          at("10:00", incidentAcknowledge, {}, { uid, causationId: chain[index - 1] ?? "none" }),
        );
        expect(uids(story([incidentTimeline(...entries)]))).toEqual(chain);
      }),
    );
  });

  test("tells every moment once where causes go round in a circle or come later", () => {
    const told = story([
      incidentTimeline(
        at("10:00", incidentAcknowledge, {}, { uid: "a", causationId: "b" }),
        at("10:00", incidentAcknowledge, {}, { uid: "b", causationId: "a" }),
        at("10:00", incidentAcknowledge, {}, { uid: "c", causationId: "c" }),
        at("10:00", incidentAcknowledge, {}, { uid: "d", causationId: "e" }),
        at("10:01", incidentAcknowledge, {}, { uid: "e" }),
      ),
    ]);
    expect(uids(told).sort()).toEqual(["a", "b", "c", "d", "e"]);
    expect(told.map(({ timestamp }) => timestamp)).toEqual(
      told.map(({ timestamp }) => timestamp).sort(),
    );
    expect(told.find(({ event }) => event.uid === "c")?.cause).toBeUndefined();
  });

  test("refuses options that are no texts", () => {
    // @ts-expect-error a correlationId is a text
    expect(() => story([], { correlationId: 7 })).toThrow(
      "Cannot tell a story as correlationId must be a text, or a list of texts: current value is 7",
    );
    // @ts-expect-error ids are texts
    expect(() => story([], { ids: [7] })).toThrow("as ids must be a list of ids");
  });
});
