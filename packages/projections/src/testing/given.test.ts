import { incidentAcknowledge, incidentCreate, incidentResolve, monitorDown } from "@audit/events";
import { describe, expect, test } from "vitest";
import { incident } from "../incident.ts";
import { InvalidOptionError } from "../invalid-option-error.ts";
import { monitor } from "../monitor.ts";
import { defineProjection } from "../projection.ts";
import { at, clock } from "../testing.ts";
import { given, UnexpectedStateError } from "./given.ts";
import { stream } from "./stream.ts";

const events = stream("incident:7", [
  at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: ["monitor:1"] }),
  at("10:04", incidentAcknowledge, {}, { actor: { id: "ada", name: "Ada" }, recordedAt: "10:20" }),
  at("10:30", incidentResolve, {}),
]);

describe("given", () => {
  test("takes what is as expected, moment by moment", () => {
    given(events)
      .expect(incident, { phase: "resolved" })
      .at("09:59")
      .expectWhole(incident, { phase: "none" })
      .at("10:03")
      .expect(incident, { phase: "open", monitors: ["monitor:1"] })
      .at(clock("10:05"))
      .expect(incident, { phase: "acknowledged", acknowledgedBy: { id: "ada" } })
      .expect(incident, { openedAt: expect.any(Number), assignee: undefined })
      .knownAt("10:10")
      .expect(incident, { phase: "open", timeToAcknowledge: undefined });
  });

  test("says what differs, and which event made it so", () => {
    expect(() =>
      given(events)
        .at("10:05")
        .expect(incident, {
          phase: "resolved",
          title: "DNS down",
          acknowledgedBy: { id: "bob" },
          assignee: { id: "bob" },
          monitors: [],
        }),
    ).toThrow(
      [
        'Cannot take "incident" at 2026-01-05T10:05:00.000Z as it must be what is expected: current value differs',
        '  phase is "acknowledged", expected "resolved"',
        '    since 2026-01-05T10:04:00.000Z by Ada: incident.acknowledge "incident:7#0002"',
        '  title is "API down", expected "DNS down"',
        '    since 2026-01-05T10:00:00.000Z by system: incident.create "incident:7#0001"',
        '  acknowledgedBy.id is "ada", expected "bob"',
        '    since 2026-01-05T10:04:00.000Z by Ada: incident.acknowledge "incident:7#0002"',
        '  assignee is absent, expected {"id":"bob"}',
        "    no event changed it",
        '  monitors is ["monitor:1"], expected []',
        '    since 2026-01-05T10:00:00.000Z by system: incident.create "incident:7#0001"',
      ].join("\n"),
    );
  });

  test("says what is there beyond the whole state, and that a state is partial", () => {
    const cut = given(events.slice(1));
    expect(() => cut.expect(incident, { phase: "resolved" })).toThrow(
      /the state is partial: truncated$/,
    );
    expect(() =>
      given(events).knownAt("10:10").at("10:05").expectWhole(incident, { phase: "none" }),
    ).toThrow(
      /"incident" at 2026-01-05T10:05:00.000Z as known at 2026-01-05T10:10:00.000Z as.*\n.*\n.*\n {2}title is "API down", expected absent\n/s,
    );
  });

  test("does not take a state in which evolve threw, whatever it is", () => {
    const odd = defineProjection<number>("odd", { revision: 1, initial: 0 }).on(
      incidentCreate,
      () => {
        throw new RangeError("no");
      },
    );
    expect(() => given(events).expect(odd, 0)).toThrow(UnexpectedStateError);
    expect(() => given(events).expect(odd, 0)).toThrow(
      'evolve threw a RangeError at incident.create "incident:7#0001", 2026-01-05T10:00:00.000Z',
    );
  });

  test("quotes keys that are no words", () => {
    const down = stream("monitor:1", [at("10:00", monitorDown, { region: "a.b c" })]);
    expect(() => given(down).expect(monitor, { regions: { "a.b c": { status: "up" } } })).toThrow(
      'regions."a.b c".status is "down", expected "up"',
    );
  });

  test("checks the expectation when compiling", () => {
    // @ts-expect-error there is no such phase
    expect(() => given([]).expect(incident, { phase: "closed" })).toThrow();
    // @ts-expect-error there is no such field
    given([]).expect(incident, { phase: "none", colour: undefined });
  });

  test("refuses a time that is none", () => {
    expect(() => given(events).at("10")).toThrow("Cannot make a time");
    expect(() => given(events).at(Number.NaN).expect(incident, {})).toThrow(InvalidOptionError);
  });
});
