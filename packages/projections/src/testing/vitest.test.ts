import { incidentAcknowledge, incidentCreate } from "@audit/events";
import { describe, expect, test } from "vitest";
import { incident } from "../incident.ts";
import { defineProjection } from "../projection.ts";
import { at, compareProjections, stream } from "../testing.ts";
import { projectionMatchers } from "./vitest.ts";

expect.extend(projectionMatchers);

const events = stream("incident:7", [
  at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: [] }),
  at("10:04", incidentAcknowledge, {}, { actor: { id: "ada" }, recordedAt: "10:20" }),
]);
const clocked = defineProjection<number>("clocked", { revision: 1, initial: 0 }).on(
  incidentCreate,
  () => Date.now(),
);

describe("projectionMatchers", () => {
  test("toHaveState takes parts of a state, and moments", () => {
    expect(events).toHaveState(incident, { phase: "acknowledged" });
    expect(events).toHaveState(incident, { phase: "open" }, { at: "10:03" });
    expect(events).toHaveState(incident, { phase: "open" }, { at: "10:05", knownAt: "10:10" });
    expect(events).not.toHaveState(incident, { phase: "resolved" });
    expect(events).toHaveState(
      incident,
      { phase: "open", title: expect.any(String) },
      { at: "10:00" },
    );
  });

  test("toHaveState says what differs, and the event behind it", () => {
    expect(() =>
      expect(events).toHaveState(incident, { phase: "open" }, { at: "10:05" }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [Error: "incident" at 2026-01-05T10:05:00.000Z is not as expected
        phase is "acknowledged", expected "open"
          since 2026-01-05T10:04:00.000Z by ada: incident.acknowledge "incident:7#0002"]
    `);
    expect(() => expect(events).not.toHaveState(incident, { phase: "acknowledged" })).toThrow(
      '"incident" is as it must not be',
    );
  });

  test("toHaveState checks the state when compiling", () => {
    // @ts-expect-error there is no such phase
    expect(events).not.toHaveState(incident, { phase: "closed" });
  });

  test("toBePure says what is not", () => {
    expect(incident).toBePure(events);
    expect(clocked).not.toBePure(events);
    expect(() => expect(clocked).toBePure(events)).toThrow(
      '"clocked" is not pure\n  uses Date.now, at incident.create "incident:7#0001" of "incident:7"',
    );
    expect(() => expect(incident).not.toBePure(events)).toThrow('"incident" is pure');
  });

  test("toHaveNoDifference says which there are", () => {
    const other = defineProjection("other", { revision: 2, initial: incident.initial });
    expect(compareProjections(incident, incident, events)).toHaveNoDifference();
    expect(() => expect(compareProjections(incident, other, events)).toHaveNoDifference()).toThrow(
      '"incident" revision 2 and "other" revision 2: 1 stream, 2 events, 1 stream with differences\nincident:7: from incident.create',
    );
  });
});
