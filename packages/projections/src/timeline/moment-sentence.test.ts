import {
  type AuditEvent,
  catalog,
  defineAction,
  defineCatalog,
  incidentAcknowledge,
  incidentCreate,
  incidentReopen,
  incidentResolve,
  maintenanceEnd,
  maintenanceStart,
  mergeCatalogs,
  monitorCreate,
  monitorDegraded,
  monitorDelete,
  monitorDown,
  monitorPause,
  monitorRecovered,
  monitorResume,
} from "@audit/events";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { monitor } from "../monitor.ts";
import { defineProjection } from "../projection.ts";
import { at, type Entry, type EntryOptions, recorded, stream } from "../testing.ts";
import { type TimelineOptions, timeline } from "../timeline.ts";

const ada = { actor: { id: "u1", name: "Ada Lovelace" } };
const anything = defineProjection<number>("anything", { revision: 1, initial: 0 });

const tell = (entries: readonly Entry[], options?: TimelineOptions, id = "incident:7") =>
  timeline(anything, stream(id, entries), { idle: false, ...options }).map(
    ({ sentence }) => sentence,
  );
const down = (time: string, region: string) => at(time, monitorDown, { region });
const up = (time: string, region: string) => at(time, monitorRecovered, { region });

describe("the sentence of a moment", () => {
  test("says how long after its cause something happened", () => {
    const opened = at("10:00", incidentCreate, { title: "x", severity: "minor", monitors: [] });
    expect(
      tell([
        opened,
        at("10:04", incidentAcknowledge, { message: "on it" }, ada),
        at("11:20", incidentResolve, {}, ada),
        at("11:25", incidentResolve, {}, ada),
        at("12:00", incidentReopen, { reason: "again" }),
        at("12:00:00.500", incidentAcknowledge, {}, ada),
      ]).slice(1),
    ).toEqual([
      "Ada Lovelace acknowledged the incident, 4 min after it was opened: on it",
      "Ada Lovelace resolved the incident, 1 h 20 min after it was opened",
      "Ada Lovelace resolved the incident",
      "the system reopened the incident: again",
      "Ada Lovelace acknowledged the incident, right after it was reopened",
    ]);
    expect(
      tell(
        [
          at("10:00", monitorPause, {}, ada),
          at("+1d 11:00", monitorResume, { reason: "done" }, ada),
          at("+1d 12:00", maintenanceStart, { title: "disks", monitors: [] }, ada),
          at("+1d 12:30", maintenanceEnd, {}, ada),
        ],
        {},
        "monitor:1",
      ),
    ).toEqual([
      "Ada Lovelace paused the monitor",
      "Ada Lovelace resumed the monitor, 1 d 1 h after it was paused: done",
      "Ada Lovelace began maintenance: disks",
      "Ada Lovelace ended maintenance, 30 min after it began",
    ]);
  });

  test("lists the regions of a burst", () => {
    const regions = ["gru", "fra", "iad", "syd"];
    const downs = (count: number) => regions.slice(0, count).map((region) => down("10:42", region));
    expect([1, 2, 3, 4].flatMap((count) => tell(downs(count)))).toEqual([
      "down in gru",
      "down in gru and fra",
      "down in gru, fra and iad",
      "down in gru, fra and 2 more regions",
    ]);
    expect(tell([down("10:42", "gru"), down("10:42", "gru")])).toEqual(["down in gru"]);
  });

  test("measures a recovery from when that region first went down, the longest of a burst", () => {
    expect(
      tell([down("10:40", "gru"), down("10:42", "fra"), down("10:43", "gru"), up("10:45", "fra")]),
    ).toContain("up in fra, 3 min after it went down");
    expect(
      tell([down("10:40", "gru"), down("10:42", "fra"), up("10:45", "fra"), up("10:45", "gru")]),
    ).toContain("up in fra and gru, 5 min after it went down");
    expect(
      tell([down("10:40", "gru"), at("10:41", monitorDelete, {}), up("10:45", "gru")]),
    ).toContain("up in gru");
  });

  test("names what a check saw where it is one check", () => {
    const saw = { region: "gru", statusCode: 503 };
    expect(tell([at("10:42", monitorDown, { ...saw, message: "timeout" })])).toEqual([
      "down in gru: 503 timeout",
    ]);
    expect(tell([at("10:42", monitorDegraded, { ...saw, latency: 1200 })])).toEqual([
      "degraded in gru: 503 1200 ms",
    ]);
  });

  test("says that an attempt was refused, which begins nothing", () => {
    const denied: EntryOptions = { ...ada, outcome: "denied" };
    expect(
      tell([at("10:00", monitorPause, {}, denied), at("10:01", monitorResume, {}, ada)]),
    ).toEqual(["Ada Lovelace paused the monitor (denied)", "Ada Lovelace resumed the monitor"]);
  });

  test("says for whom somebody acted, and who is nameless", () => {
    const bot = { id: "b", name: "bot", onBehalfOf: { id: "u1", name: "Ada" } };
    expect(tell([at("10:00", monitorPause, {}, { actor: bot })])).toEqual([
      "bot (for Ada) paused the monitor",
    ]);
    const [event] = stream("monitor:1", [at("10:00", monitorPause, {})]);
    const nobody = { ...event, actor: { id: "", name: "", type: "user" } } as AuditEvent;
    expect(timeline(monitor, [nobody])[0]?.sentence).toBe("somebody paused the monitor");
  });

  test("speaks of an incident that is kept under its monitor", () => {
    expect(
      tell([recorded("10:00", "incident.created", 1, { incidentId: 5 })], {}, "monitor:1"),
    ).toEqual(["the incident was opened: Incident 5 (major)"]);
  });
});

describe("the sentence of a program's own action", () => {
  const secret = z.strictObject({ to: z.string(), secret: z.string() });
  const rename = defineAction("site.rename").version(1, secret);
  const told = rename.sentence(
    ({ entity, actor, metadata: { to } }) => `${actor.name} renamed ${entity} to ${to}`,
  );
  const renamed = (action: typeof rename, time = "10:00") =>
    at(time, action, { to: "Status", secret: "hunter2" }, ada);

  test("is its name and who did it, without any metadata", () => {
    const own = mergeCatalogs(catalog, defineCatalog([rename]));
    for (const options of [{}, { catalog: own }])
      expect(tell([renamed(rename)], options, "site:1")).toEqual(["site.rename by Ada Lovelace"]);
    expect(tell([renamed(rename), renamed(rename), renamed(rename)])).toEqual([
      "site.rename by Ada Lovelace, and 2 more",
    ]);
  });

  test("is what the catalog's action says", () => {
    const own = defineCatalog([told]);
    expect(
      tell(
        [renamed(told), renamed(told, "11:00"), renamed(told, "11:01")],
        { catalog: own },
        "site:1",
      ),
    ).toEqual([
      "Ada Lovelace renamed the site to Status",
      "Ada Lovelace renamed the site to Status, and 1 more",
    ]);
  });

  test("is told by the catalog also where it has the name of a built-in one", () => {
    const own = defineAction("monitor.down")
      .version(1, z.strictObject({}))
      .sentence(() => "it broke");
    expect(tell([at("10:00", own, {})], { catalog: defineCatalog([own]) })).toEqual(["it broke"]);
    const other = defineAction("monitor.down").version(1, z.strictObject({ secret: z.string() }));
    const entry = at("10:00", other, { secret: "hunter2" });
    expect(tell([entry], { catalog: defineCatalog([other]) })).toEqual([
      "monitor.down by the system",
    ]);
  });

  test.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("hunter2");
      },
    ],
    ["gives no text", () => undefined],
    ["gives the empty text", () => ""],
  ])("outlives a template that %s", (_, template) => {
    // Safe: what a program without types may give.
    const own = defineCatalog([rename.sentence(template as () => string)]);
    expect(tell([renamed(rename)], { catalog: own })).toEqual(["site.rename by Ada Lovelace"]);
  });

  test("outlives a built-in action that other metadata was read for", () => {
    const other = defineAction("monitor.down").version(1, z.strictObject({ region: z.null() }));
    const entries = [0, 1].map(() => at("10:00", other, { region: null }));
    expect(tell(entries).join()).toBe("down in null");
    expect(tell([up("10:00", "gru"), at("10:01", incidentAcknowledge, {})])).toHaveLength(2);
  });
});

describe("a sentence with hostile names", () => {
  test.each([
    ["a terminal escape", "\u001b[31mAda\u0007", "�[31mAda�"],
    ["a new line", "Ada\r\nincident resolved", "Ada��incident resolved"],
    ["a change of direction", "\u202eadA\u2066", "�adA�"],
    ["C1 controls and line separators", "A\u009bd\u2028a\u0000", "A�d�a�"],
    ["half a letter", "Ada\ud83d", "Ada�"],
  ])("has no %s", (_, name, plain) => {
    const [event] = stream("monitor:1", [at("10:00", monitorPause, {})]);
    const hostile = { ...event, actor: { id: "x", name, type: "user" } } as AuditEvent;
    expect(timeline(monitor, [hostile])[0]?.sentence).toBe(`${plain} paused the monitor`);
  });

  test("has none of the metadata or of an unknown action either, and keeps what scripts need", () => {
    expect(tell([down("10:42", "gru\u001b[2J")])).toEqual(["down in gru�[2J"]);
    expect(tell([recorded("10:42", "a\nb", 1, {})])).toEqual([
      "a�b by the system (not understood)",
    ]);
    const idle = [
      recorded("10:42", "monitor.create", 1, { name: "x" }),
      at("10:43", monitorCreate, { name: "x" }),
    ];
    expect(tell(idle, { idle: true })).toEqual(["2 events that changed nothing: monitor.create"]);
    expect(tell([at("10:00", monitorPause, { reason: "👩‍💻 می‌خواهم" })])).toEqual([
      "the system paused the monitor: 👩‍💻 می‌خواهم",
    ]);
  });
});
