import {
  incidentAcknowledge,
  incidentAssign,
  incidentCreate,
  incidentReclassify,
  incidentReopen,
  incidentResolve,
  incidentUpdate,
  monitorDown,
} from "@audit/events";
import { describe, expect, test } from "vitest";
import { incident } from "./incident.ts";
import { replay } from "./replay.ts";
import {
  at,
  clock,
  type Entry,
  type EntryOptions,
  frozenStates,
  recorded,
  stream,
} from "./testing.ts";

const create = (time: string, title = "API down") =>
  at(time, incidentCreate, { title, severity: "major", monitors: ["monitor:1"] });
const by = (id: string): EntryOptions => ({ actor: { id, name: id.toUpperCase() } });
const update = (time: string, field: string, to?: string | number | string[]) =>
  at(time, incidentUpdate, { changes: [{ field, ...(to === undefined ? {} : { to }) }] });

const system = { id: "", name: "system" };
const minute = 60_000;

const states = frozenStates(incident);
const after = (...entries: Entry[]) =>
  replay(states, stream("incident:7", entries), { strict: true }).state;

describe("incident", () => {
  test("is somebody's once assigned, and weighs what it was last said to, also after a reopening", () => {
    const events = stream("incident:7", [
      at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: [] }),
      at("10:01", incidentAssign, { assigneeId: "ada", assigneeName: "Ada" }),
      at("10:02", incidentReclassify, { from: "major", to: "critical" }),
      at("10:03", incidentResolve, {}),
      at("10:04", incidentReopen, {}),
      at("10:05", incidentAssign, { assigneeId: "bob" }),
    ]);
    expect(replay(incident, events, { at: clock("10:04") }).state).toEqual({
      phase: "open",
      title: "API down",
      severity: "critical",
      monitors: [],
      openedAt: clock("10:00"),
      openedBy: system,
      assignee: { id: "ada", name: "Ada" },
      people: { ada: "Ada" },
      updates: 0,
      reopened: 1,
    });
    expect(replay(incident, events).state).toMatchObject({ assignee: { id: "bob", name: "bob" } });
  });

  test("is opened, acknowledged and resolved by whom it was", () => {
    const story = [
      create("10:00"),
      at("10:04", incidentAcknowledge, {}, by("ada")),
      at("10:30", incidentResolve, {}, by("bob")),
    ];
    expect(after(...story.slice(0, 1))).toEqual({
      phase: "open",
      title: "API down",
      severity: "major",
      monitors: ["monitor:1"],
      openedAt: clock("10:00"),
      openedBy: system,
      people: {},
      updates: 0,
      reopened: 0,
    });
    expect(after(...story)).toEqual({
      phase: "resolved",
      title: "API down",
      severity: "major",
      monitors: ["monitor:1"],
      openedAt: clock("10:00"),
      openedBy: system,
      people: { ada: "ADA", bob: "BOB" },
      updates: 0,
      reopened: 0,
      timeToAcknowledge: 4 * minute,
      timeToResolve: 30 * minute,
      acknowledgedAt: clock("10:04"),
      acknowledgedBy: { id: "ada", name: "ADA" },
      resolvedAt: clock("10:30"),
      resolvedBy: { id: "bob", name: "BOB" },
    });
  });

  test("takes updates of the right kind in every phase and counts them all", () => {
    const resolved = [create("10:00"), at("10:01", incidentResolve, {})];
    expect(after(...resolved, update("10:02", "title", "DNS"))).toMatchObject({
      phase: "resolved",
      title: "DNS",
      updates: 1,
    });
    expect(
      after(
        create("10:00"),
        update("10:01", "severity", "critical"),
        update("10:02", "monitors", ["monitor:1", "monitor:2"]),
      ),
    ).toMatchObject({ severity: "critical", monitors: ["monitor:1", "monitor:2"], updates: 2 });
    expect(
      after(
        create("10:00"),
        update("10:01", "severity", "apocalyptic"),
        update("10:02", "title", 5),
        update("10:03", "title"),
        update("10:04", "monitors", "monitor:2"),
        update("10:05", "phase", "resolved"),
      ),
    ).toMatchObject({
      phase: "open",
      title: "API down",
      severity: "major",
      monitors: ["monitor:1"],
      updates: 5,
    });
  });

  test("goes on when reopened, and wants to be acknowledged again", () => {
    const state = after(
      create("10:00"),
      at("10:04", incidentAcknowledge, {}, by("ada")),
      at("10:30", incidentResolve, {}),
      at("10:40", incidentReopen, { reason: "again" }),
    );
    expect(state).toMatchObject({ phase: "open", openedAt: clock("10:00"), reopened: 1 });
    expect(state).not.toHaveProperty("acknowledgedAt");
    expect(state).not.toHaveProperty("resolvedAt");
  });

  test("measures to the first acknowledgement and the last resolve, whatever was reopened between", () => {
    const story = [
      create("10:00"),
      at("10:04", incidentAcknowledge, {}, by("ada")),
      at("10:30", incidentResolve, {}, by("ada")),
      at("10:40", incidentReopen, {}, by("eve")),
    ];
    const reopened = after(...story);
    expect(reopened).toMatchObject({ timeToAcknowledge: 4 * minute });
    expect(reopened).not.toHaveProperty("timeToResolve");
    expect(
      after(
        ...story,
        at("10:41", incidentAcknowledge, {}, by("bob")),
        at("11:00", incidentResolve, {}, by("bob")),
      ),
    ).toMatchObject({
      acknowledgedAt: clock("10:41"),
      timeToAcknowledge: 4 * minute,
      timeToResolve: 60 * minute,
      people: { ada: "ADA", eve: "EVE", bob: "BOB" },
    });
  });

  test("begins anew with a create after a resolve: people, times and counts", () => {
    const before = [
      at("10:00", incidentCreate, { title: "x", severity: "minor", monitors: [] }, by("eve")),
      at("10:04", incidentAcknowledge, {}, by("ada")),
      at("10:05", incidentAssign, { assigneeId: "ada" }),
      at("10:30", incidentResolve, {}, by("ada")),
    ];
    expect(after(...before, create("11:00"))).toEqual(after(create("11:00")));
  });

  test("has no time to acknowledge where nobody took notice before it was over", () => {
    const state = after(create("10:00"), at("10:30", incidentResolve, {}));
    expect(state).toMatchObject({ timeToResolve: 30 * minute });
    expect(state).not.toHaveProperty("timeToAcknowledge");
  });

  test("knows everyone whose fact was taken, under the name given last, and not the system", () => {
    const state = after(
      at("10:00", incidentCreate, { title: "x", severity: "minor", monitors: [] }, by("eve")),
      at("10:01", incidentAssign, { assigneeId: "__proto__", assigneeName: "Odd" }, by("ada")),
      at("10:02", incidentReclassify, { from: "minor", to: "major" }, { actor: { id: "ada" } }),
      at("10:03", incidentUpdate, { changes: [{ field: "title", to: "y" }] }, by("bob")),
      at("10:04", incidentResolve, {}),
      at("10:05", incidentResolve, {}, by("too late")),
      at("10:06", incidentUpdate, { changes: [] }, { ...by("refused"), outcome: "denied" }),
    );
    if (state.phase === "none") throw new Error("it does not exist");
    expect(state.openedBy).toEqual({ id: "eve", name: "EVE" });
    expect(Object.entries(state.people)).toEqual([
      ["eve", "EVE"],
      ["ada", "ada"],
      ["__proto__", "Odd"],
      ["bob", "BOB"],
    ]);
  });

  test("weighs what a reclassification says, though it weighed something else before", () => {
    expect(
      after(create("10:00"), at("10:01", incidentReclassify, { from: "minor", to: "critical" })),
    ).toMatchObject({ severity: "critical" });
  });

  test("keeps the first of two resolves", () => {
    const state = after(
      create("10:00"),
      at("10:30", incidentResolve, {}, by("ada")),
      at("10:31", incidentResolve, {}, by("bob")),
    );
    expect(state).toMatchObject({ resolvedAt: clock("10:30"), resolvedBy: { id: "ada" } });
  });

  test("keeps the resolve that happened first, though it was recorded last", () => {
    const state = after(
      create("10:00"),
      at("10:29", incidentResolve, {}, { ...by("eve"), recordedAt: "12:00" }),
      at("10:30", incidentResolve, {}, by("ada")),
    );
    expect(state).toMatchObject({ resolvedBy: { id: "eve" } });
  });

  test("keeps the first of two creates and of two acknowledgements", () => {
    const state = after(
      create("10:00", "first"),
      create("10:01", "second"),
      at("10:02", incidentAcknowledge, {}, by("ada")),
      at("10:03", incidentAcknowledge, {}, by("bob")),
      create("10:04", "third"),
    );
    expect(state).toMatchObject({
      phase: "acknowledged",
      title: "first",
      acknowledgedBy: { id: "ada" },
    });
  });

  test("does not take an acknowledgement after the resolve, or a reopening before it", () => {
    const resolved = [create("10:00"), at("10:30", incidentResolve, {})];
    expect(after(...resolved, at("10:31", incidentAcknowledge, {}))).toEqual(after(...resolved));
    expect(after(create("10:00"), at("10:01", incidentReopen, {}))).toEqual(after(create("10:00")));
  });

  test.each([
    ["a resolve", at("09:59", incidentResolve, {})],
    ["an acknowledgement", at("09:59", incidentAcknowledge, {})],
    ["an update", update("09:59", "title", "DNS")],
    ["a reopening", at("09:59", incidentReopen, {})],
    ["a reclassification", at("09:59", incidentReclassify, { from: "major", to: "minor" })],
    ["an assignment", at("09:59", incidentAssign, { assigneeId: "ada" })],
  ])("does not take %s before the create, and says that the beginning is missing", (_, entry) => {
    const { state, report } = replay(states, stream("incident:7", [entry]));
    expect(state).toEqual({ phase: "none" });
    expect(report.reasons).toEqual(["truncated"]);
    const whole = replay(states, stream("incident:7", [entry, create("10:00")]));
    expect(whole.state).toEqual(after(create("10:00")));
  });

  test.each(["denied", "failure"])("does not take an attempt whose outcome is %s", (outcome) => {
    const open = [create("10:00")];
    const attempt = at("10:01", incidentResolve, {}, { outcome });
    expect(after(...open, attempt)).toEqual(after(...open));
  });

  test("reads a monitor's incidents as the product before stored them, one after the other", () => {
    const events = stream("monitor:1", [
      at("09:59", monitorDown, { region: "gru" }),
      recorded("10:00", "incident.created", 1, { incidentId: 5, cronTimestamp: 1 }),
      recorded("10:30", "incident.resolved", 1, { incidentId: 5 }),
      recorded("11:00", "incident.created", 1, { incidentId: 6 }),
    ]);
    const first = replay(states, events, { at: clock("10:30"), strict: true });
    expect(first.state).toMatchObject({ phase: "resolved", title: "Incident 5" });
    expect(first.report).toMatchObject({ applied: 2, notHandled: 1, upcast: 1 });
    const { state } = replay(states, events, { strict: true });
    expect(state).toEqual({
      phase: "open",
      title: "Incident 6",
      severity: "major",
      monitors: [],
      openedAt: clock("11:00"),
      openedBy: system,
      people: {},
      updates: 0,
      reopened: 0,
    });
  });
});
