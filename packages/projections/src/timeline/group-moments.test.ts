import {
  incidentAcknowledge,
  incidentCreate,
  incidentResolve,
  incidentUpdate,
  monitorCreate,
  monitorDown,
  monitorRecovered,
  notificationSent,
} from "@audit/events";
import { describe, expect, test } from "vitest";
import { incident } from "../incident.ts";
import { monitor } from "../monitor.ts";
import { again, at, clock, type Entry, recorded, stream } from "../testing.ts";
import { type TimelineOptions, timeline } from "../timeline.ts";
import { eventMoments } from "./moment.ts";

const down = (time: string, region: string) => at(time, monitorDown, { region });
const sent = (time: string) => at(time, notificationSent, { provider: "email" });
const created = at("10:00", monitorCreate, { name: "API" });

/** Writes a timeline as `down×3 idle×2 create`. */
function shape(entries: readonly Entry[], options?: TimelineOptions): string {
  return timeline(monitor, stream("monitor:1", entries), options)
    .map((moment) =>
      moment.kind === "event"
        ? moment.event.recordedAction.split(".")[1]
        : `${moment.kind}×${moment.members.length}`,
    )
    .join(" ");
}

describe("a burst", () => {
  const outage = [
    created,
    down("10:42:00", "gru"),
    down("10:42:20", "fra"),
    down("10:42:40", "iad"),
    down("10:43:00", "syd"),
  ];

  test("is what one action does within a minute from its first", () => {
    expect(shape(outage)).toBe("create burst×4");
    expect(shape([...outage, down("10:43:00.001", "hkg")])).toBe("create burst×4 down");
    expect(shape(outage, { burst: 20_000 })).toBe("create burst×2 burst×2");
  });

  test.each([0, false] as const)("is switched off by %s", (burst) => {
    expect(shape(outage, { burst })).toBe("create down down down down");
  });

  test("has the changes, the state and the times of all its members", () => {
    const events = stream("monitor:1", [
      ...outage.slice(0, 3),
      at("10:42:40", monitorDown, { region: "iad" }, { recordedAt: "10:50" }),
      at("10:44", monitorRecovered, { region: "iad" }),
    ]);
    const [first, burst] = timeline(monitor, events);
    expect(burst).toMatchObject({
      kind: "burst",
      timestamp: clock("10:42"),
      until: clock("10:42:40"),
      lasted: clock("10:42") - clock("10:00"),
      late: true,
      lateBy: clock("10:50") - clock("10:42:40"),
      members: [{ late: false }, { late: false }, { late: true }],
    });
    expect(burst?.changes).toContainEqual({ path: ["status"], from: "unknown", to: "down" });
    expect(burst?.changes).toContainEqual({ path: ["regions"], from: {} });
    expect(burst?.changes.filter(({ path }) => path[2] === "status")).toHaveLength(3);
    expect(first?.state).toHaveProperty("regions", {});
    expect(burst?.state).toHaveProperty("regions.iad.status", "down");
  });

  test("ends at another action, actor or outcome", () => {
    const by = (id: string, outcome: "success" | "denied" = "success") =>
      at("10:42", monitorDown, { region: id }, { actor: { id }, outcome });
    expect(shape([by("a"), by("a"), by("b"), by("b", "denied")])).toBe("burst×2 down down");
    const up = at("10:42", monitorRecovered, { region: "gru" });
    expect(shape([down("10:42", "gru"), up, down("10:42", "gru")])).toBe("down recovered down");
  });

  test("takes events that are not understood, under the name that was recorded", () => {
    const unknown = (action: string) => recorded("10:42", action, 1, {});
    expect(shape([unknown("a.b"), unknown("a.b"), unknown("a.c")])).toBe("burst×2 c");
    expect(shape([down("10:42", "gru"), recorded("10:42", "monitor.down", 9, {})])).toBe(
      "down down",
    );
  });

  test("leaves alone what others contradict and what evolve threw on", () => {
    const conflict = again({ targets: [{ type: "x", id: "y" }] });
    expect(
      shape([down("10:42", "gru"), down("10:42", "fra"), conflict, down("10:42", "iad")]),
    ).toBe("down down down");
    const fragile = incident.on(notificationSent, () => {
      throw new Error("no");
    });
    const events = stream("incident:7", [sent("10:00"), sent("10:00")]);
    expect(timeline(fragile, events).map(({ kind }) => kind)).toEqual(["event", "event"]);
  });

  test("is formed of what is shown", () => {
    expect(shape(outage, { from: clock("10:42:10") })).toBe("burst×3");
  });
});

describe("an idle stretch", () => {
  test("is two or more neighbours that change nothing, far apart or not", () => {
    const entries = [created, sent("10:01"), sent("10:02"), down("11:00", "gru"), sent("11:01")];
    expect(shape(entries)).toBe("create idle×2 down sent");
    expect(shape([created, sent("10:01"), sent("10:01"), sent("12:00")])).toBe("create idle×3");
  });

  test("has no changes and the state before it", () => {
    const events = stream("incident:7", [
      at("10:00", incidentCreate, { title: "x", severity: "minor", monitors: [] }),
      sent("10:01"),
      at("10:30", incidentCreate, { title: "y", severity: "minor", monitors: [] }),
    ]);
    const [opened, idle] = timeline(incident, events);
    expect(idle).toMatchObject({
      kind: "idle",
      changes: [],
      lasted: 60_000,
      sentence: "2 events that changed nothing: notification.sent and incident.create",
    });
    expect(idle?.state).toBe(opened?.state);
  });

  test("is switched off, and what of it is a burst is one", () => {
    expect(shape([sent("10:01"), sent("10:01"), sent("10:09")], { idle: false })).toBe(
      "burst×2 sent",
    );
  });

  test("hides no refused attempt and nothing that was not understood", () => {
    const refused = (time: string) => at(time, incidentResolve, {}, { outcome: "denied" });
    expect(shape([refused("10:00"), refused("10:05"), recorded("10:06", "a.b", 1, {})])).toBe(
      "resolve resolve b",
    );
  });
});

describe("eventMoments", () => {
  test("gives every event, as it would be without groups", () => {
    const change = (time: string) =>
      at(time, incidentUpdate, { changes: [{ field: "title", to: time }] });
    const events = stream("incident:7", [
      at("10:00", incidentCreate, { title: "x", severity: "minor", monitors: [] }),
      change("10:01"),
      change("10:01:30"),
      sent("10:05"),
      sent("10:15"),
      at("10:20", incidentAcknowledge, {}),
    ]);
    const grouped = timeline(incident, events);
    expect(grouped.map(({ kind }) => kind)).toEqual(["event", "burst", "idle", "event"]);
    expect(eventMoments(grouped)).toEqual(timeline(incident, events, { burst: 0, idle: false }));
  });
});
