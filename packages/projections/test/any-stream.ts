import {
  type AuditEvent,
  compareEvents,
  incidentAcknowledge,
  incidentAssign,
  incidentCreate,
  incidentReclassify,
  incidentReopen,
  incidentResolve,
  incidentUpdate,
  maintenanceEnd,
  maintenanceStart,
  monitorCreate,
  monitorDegraded,
  monitorDelete,
  monitorDown,
  monitorPause,
  monitorRecovered,
  monitorResume,
  monitorUpdate,
  notificationSent,
} from "@audit/events";
import {
  again,
  at,
  clock,
  type Entry,
  type EntryOptions,
  recorded,
  stream,
} from "@audit/projections/testing";
import fc from "fast-check";

const minute = 60_000;
const start = clock("10:00");

const region = fc.constantFrom("gru", "fra", "iad", "constructor", "__proto__");
const incidentTarget = { type: "incident", id: "7" };
type Line = (time: number, options: EntryOptions) => Entry;

/** One of every action, with outcomes, an old version, and what no catalog knows. */
const line: fc.Arbitrary<Line> = fc.oneof(
  region.map(
    (where): Line =>
      (t, o) =>
        at(t, monitorDown, { region: where }, o),
  ),
  region.map(
    (where): Line =>
      (t, o) =>
        at(t, monitorRecovered, { region: where }, o),
  ),
  region.map(
    (where): Line =>
      (t, o) =>
        at(t, monitorDegraded, { region: where }, o),
  ),
  fc.constantFrom<Line>(
    (t, o) => at(t, monitorCreate, { name: "API" }, o),
    (t, o) => at(t, monitorUpdate, { changes: [{ field: "url", to: "https://a.test" }] }, o),
    (t, o) => at(t, monitorPause, {}, o),
    (t, o) => at(t, monitorResume, {}, o),
    (t, o) => at(t, monitorDelete, {}, o),
    (t, o) => at(t, incidentCreate, { title: "API down", severity: "major", monitors: [] }, o),
    (t, o) => at(t, incidentAcknowledge, {}, o),
    (t, o) => at(t, incidentUpdate, { changes: [{ field: "severity", to: "minor" }] }, o),
    (t, o) => at(t, incidentResolve, {}, { ...o, outcome: "denied" }),
    (t, o) => at(t, incidentResolve, {}, o),
    (t, o) => at(t, incidentReopen, {}, o),
    (t, o) => at(t, incidentAssign, { assigneeId: "eve" }, o),
    (t, o) => at(t, incidentReclassify, { from: "major", to: "critical" }, o),
    (t, o) => at(t, monitorDown, { region: "gru" }, { ...o, targets: [incidentTarget] }),
    (t, o) => at(t, maintenanceStart, { title: "disks", monitors: ["monitor:1"] }, o),
    (t, o) => at(t, maintenanceEnd, {}, o),
    (t, o) => at(t, notificationSent, { provider: "email" }, o),
    (t, o) => recorded(t, "incident.created", 1, { incidentId: 5 }, o),
    (t, o) => recorded(t, "monitor.teleport", 1, {}, o),
    (t, o) => recorded(t, "monitor.down", 9, {}, o),
    (t, o) => recorded(t, "monitor.down", 1, { region: 5 }, o),
  ),
);

const step = fc.record({
  line,
  minute: fc.nat(20),
  /** How many minutes after it happened it was recorded; mostly none. */
  lateBy: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(30) }),
  actor: fc.constantFrom("ada", "bob"),
  /** Minutes between its recording and that of each of its doubles. */
  doubles: fc.oneof(
    { weight: 3, arbitrary: fc.constant<number[]>([]) },
    { weight: 1, arbitrary: fc.array(fc.nat(20), { maxLength: 2 }) },
  ),
  linked: fc.boolean(),
});

type AnyStep = typeof step extends fc.Arbitrary<infer Step> ? Step : never;

/** A stream and the same without its doubles, both in stream order. */
export interface AnyStream {
  readonly events: readonly AuditEvent[];
  readonly once: readonly AuditEvent[];
}

/** Gives streams with late events, doubles, refused attempts, old versions and unknown actions. */
export const anyStream: fc.Arbitrary<AnyStream> = anyStreamOf("monitor:1");

/** Gives the events of up to four entities, those of each in stream order; none is empty. */
export const anyFleet: fc.Arbitrary<readonly (readonly AuditEvent[])[]> = fc
  .tuple(...["monitor:2", "monitor:1", "incident:7", "__proto__"].map(anyStreamOf))
  .map((streams) => streams.map(({ events }) => events).filter(({ length }) => length > 0));

function anyStreamOf(id: string): fc.Arbitrary<AnyStream> {
  return fc.array(step, { maxLength: 25 }).map((steps) => streamOf(id, steps));
}

function streamOf(id: string, steps: readonly AnyStep[]): AnyStream {
  const entriesOf = (withDoubles: boolean): Entry[] =>
    steps.flatMap((each, index) => {
      const time = start + each.minute * minute;
      const recordedAt = time + each.lateBy * minute;
      const link = each.linked ? { writer: "w1", sequence: index + 1, previous: index } : {};
      const options = {
        uid: `e${String(index).padStart(3, "0")}`,
        recordedAt,
        actor: { id: each.actor },
        ...link,
      };
      const doubles = each.doubles.map((after) =>
        again({ recordedAt: recordedAt + after * minute }),
      );
      return [each.line(time, options), ...(withDoubles ? doubles : [])];
    });
  const inOrder = (entries: Entry[]) => stream(id, entries).sort(compareEvents);
  return { events: inOrder(entriesOf(true)), once: inOrder(entriesOf(false)) };
}

/** A moment in, before or after such a stream, between minutes too. */
export const anyMoment: fc.Arbitrary<number> = fc
  .integer({ min: -1, max: 120 })
  .map((half) => start + (half * minute) / 2);
