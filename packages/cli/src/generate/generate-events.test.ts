import { catalog, type RecordedEvent } from "@audit/events";
import { incident, maintenance, monitor, outages, replay } from "@audit/projections";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { day } from "./busy-hours.ts";
import { type GenerateOptions, generateEvents } from "./generate-events.ts";

const from = Date.UTC(2026, 0, 5);
const options: GenerateOptions = { seed: "1", from, days: 7, monitors: 12, workspaces: ["a", "b"] };

const anyOptions = fc.record({
  seed: fc.string(),
  from: fc.integer({ min: 0, max: 300 }).map((days) => from + days * day + days),
  days: fc.integer({ min: 1, max: 5 }),
  monitors: fc.integer({ min: 1, max: 12 }),
  workspaces: fc.constantFrom([""], ["a"], ["a", "b"], ["x", "y", "z"]),
});

/** Holds it for the events of any run, each of which is made once. */
function forAnyRun(holds: (events: RecordedEvent[], options: GenerateOptions) => void): void {
  fc.assert(
    fc.property(anyOptions, (any) => {
      holds([...generateEvents(any)], any);
    }),
    { numRuns: 25 },
  );
}

function streamsOf(events: readonly RecordedEvent[]): Map<string, RecordedEvent[]> {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const name = JSON.stringify([event.workspaceId, event.id]);
    const stream = streams.get(name);
    if (stream === undefined) streams.set(name, [event]);
    else stream.push(event);
  }
  return streams;
}

const typeOf = (stream: readonly RecordedEvent[]) => stream[0]?.id.split(":")[0];
const decoded = (stream: readonly RecordedEvent[]) => stream.map((event) => catalog.decode(event));

describe("generateEvents", () => {
  test("gives the same events for the same options", () => {
    forAnyRun((events, any) => expect([...generateEvents(any)]).toEqual(events));
  });

  test("gives no event of one seed for another", () => {
    const [one, other] = ["1", "2"].map(
      (seed) => new Set([...generateEvents({ ...options, seed })].map(({ uid }) => uid)),
    );
    expect([...(one ?? [])].filter((uid) => other?.has(uid))).toEqual([]);
  });

  test("gives the beginning of more days for fewer", () => {
    forAnyRun((events, any) => {
      const longer = [...generateEvents({ ...any, days: any.days + 2 })];
      expect(longer.slice(0, events.length)).toEqual(events);
    });
  });

  test("gives entities of their own where anything else differs", () => {
    const ids = (more: Partial<GenerateOptions>) =>
      [...generateEvents({ ...options, ...more })]
        .filter(({ action }) => action === "monitor.create")
        .map(({ id }) => id);
    const all = [{}, { seed: "2" }, { from: from + day }, { monitors: 13 }, { workspaces: ["a"] }];
    const found = all.flatMap(ids);
    expect(new Set(found).size).toBe(found.length);
  });

  test("gives events that the catalog understands, in their latest version", () => {
    forAnyRun((events) => {
      for (const event of events) {
        const read = catalog.decode(event);
        expect(read).toMatchObject({ known: true, action: event.action, version: event.version });
        expect(read).not.toHaveProperty("extra");
      }
    });
  });

  test("gives them in order, within the days, each with a uid that is greater than the one before", () => {
    forAnyRun((events, any) => {
      let before: RecordedEvent | undefined;
      for (const event of events) {
        expect(event.timestamp).toBeGreaterThanOrEqual(before?.timestamp ?? any.from);
        expect(event.timestamp).toBeLessThan(any.from + any.days * day);
        expect(event.uid > (before?.uid ?? "")).toBe(true);
        expect(event.recordedAt).toBeGreaterThan(event.timestamp);
        before = event;
      }
    });
  });

  test("numbers them as one writer does, without a gap", () => {
    forAnyRun((events) => {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      expect(new Set(events.map(({ writer }) => writer)).size).toBeLessThanOrEqual(1);
    });
  });

  test("gives streams that projections replay strictly, each from its create", () => {
    forAnyRun((events) => {
      for (const stream of streamsOf(events).values()) {
        const type = typeOf(stream);
        if (type === "notification") continue;
        const projection = { monitor, incident, maintenance }[String(type)] ?? monitor;
        const { report } = replay<unknown>(projection, decoded(stream), { strict: true });
        expect(report).toMatchObject({ exactness: "exact", applied: stream.length, notHandled: 0 });
      }
    });
  });

  test("gives a change of status only where a region sees something else than before", () => {
    const actions = ["monitor.recovered", "monitor.degraded", "monitor.down"];
    forAnyRun((events) => {
      const seen = new Map<string, string>();
      for (const { workspaceId, id, action, metadata } of events) {
        if (!actions.includes(action)) continue;
        // Safe: every action of these has a region.
        const place = JSON.stringify([workspaceId, id, (metadata as { region: string }).region]);
        expect(seen.get(place)).not.toBe(action);
        seen.set(place, action);
      }
    });
  });

  test("checks no monitor that is paused or gone", () => {
    forAnyRun((events) => {
      const idle = new Set<string>();
      for (const { workspaceId, id, action, outcome } of events) {
        const key = JSON.stringify([workspaceId, id]);
        if (/^monitor\.(down|degraded|recovered)$/.test(action)) expect(idle).not.toContain(key);
        if (outcome !== "success") continue;
        if (action === "monitor.pause" || action === "monitor.delete") idle.add(key);
        if (action === "monitor.resume") idle.delete(key);
      }
    });
  });

  test("moves incidents only as they can: acknowledged while open, resolved once, reopened after that", () => {
    const next: Record<string, string> = {
      "none incident.create": "open",
      "open incident.acknowledge": "acknowledged",
      "open incident.resolve": "resolved",
      "acknowledged incident.resolve": "resolved",
      "resolved incident.reopen": "open",
    };
    const moves = new Set(Object.keys(next).map((key) => key.split(" ")[1]));
    forAnyRun((events) => {
      const phases = new Map<string, string>();
      for (const { id, action, outcome } of events) {
        if (!id.startsWith("incident:") || outcome !== "success") continue;
        const phase = phases.get(id) ?? "none";
        if (!moves.has(action)) expect(phase).not.toBe("none");
        else {
          const then = next[`${phase} ${action}`];
          expect(then, `${action} of one that is ${phase}`).toBeDefined();
          phases.set(id, then ?? "");
        }
      }
    });
  });

  test("has an incident open exactly while its monitor is down overall", () => {
    forAnyRun((events, any) => {
      const until = any.from + any.days * day;
      const turns = (action: RegExp, key: string, workspaceId: string) =>
        events
          .filter((event) => action.test(event.action) && event.workspaceId === workspaceId)
          .filter(({ id, outcome }) => id.startsWith(`incident:${key}@`) && outcome === "success")
          .map(({ timestamp }) => timestamp);
      for (const stream of streamsOf(events).values()) {
        const [created] = stream;
        if (created === undefined || typeOf(stream) !== "monitor") continue;
        const key = created.id.slice("monitor:".length);
        const found = outages(decoded(stream), { until }).outages;
        const opened = turns(/create|reopen/, key, created.workspaceId);
        expect(opened).toEqual(found.map((outage) => outage.from));
        expect(turns(/resolve/, key, created.workspaceId)).toEqual(
          found.filter(({ open }) => !open).map(({ to }) => to),
        );
      }
    });
  });

  test("names as causes events that came before", () => {
    forAnyRun((events) => {
      const uids = new Set<string>();
      for (const { uid, causationId } of events) {
        if (causationId !== undefined) expect(uids).toContain(causationId);
        uids.add(uid);
      }
    });
  });

  test("has what life has: flapping, outages of regions, deploys, late answers, refusals, late events", () => {
    const events = [...generateEvents({ ...options, days: 30, monitors: 60 })];
    const count = (holds: (event: RecordedEvent) => boolean) => events.filter(holds).length;
    const actions = new Set(events.map(({ action }) => action));
    expect(catalog.actions.map(({ name }) => name).filter((name) => !actions.has(name))).toEqual(
      [],
    );
    expect(count(({ outcome }) => outcome === "denied")).toBeGreaterThan(0);
    expect(
      count(({ actor }) => actor.id === "ci" && actor.onBehalfOf !== undefined),
    ).toBeGreaterThan(10);
    expect(count((event) => event.recordedAt - event.timestamp > 10_000)).toBeGreaterThan(5);
    const openedAt = new Map(
      events.filter(({ action }) => action === "incident.create").map((e) => [e.id, e.timestamp]),
    );
    const answers = events
      .filter(({ action, outcome }) => action === "incident.acknowledge" && outcome === "success")
      .map(({ id, timestamp }) => timestamp - (openedAt.get(id) ?? 0));
    expect(answers.length).toBeLessThan(openedAt.size);
    expect(Math.min(...answers)).toBeLessThan(3 * 60_000);
    expect(Math.max(...answers)).toBeGreaterThan(15 * 60_000);
    const perMinute = new Map<string, Set<string>>();
    for (const { action, id, timestamp, metadata } of events) {
      if (action !== "monitor.down") continue;
      // Safe: every action of these has a region.
      const { region } = metadata as { region: string };
      const minute = `${region} ${Math.floor(timestamp / 300_000)}`;
      perMinute.set(minute, (perMinute.get(minute) ?? new Set()).add(id));
    }
    expect(Math.max(...[...perMinute.values()].map(({ size }) => size))).toBeGreaterThan(10);
    const perHour = new Map<string, number>();
    for (const { action, id, timestamp } of events) {
      const hour = `${id} ${Math.floor(timestamp / 3_600_000)}`;
      if (action === "monitor.down") perHour.set(hour, (perHour.get(hour) ?? 0) + 1);
    }
    expect(Math.max(...perHour.values())).toBeGreaterThan(6);
  });

  test("has quiet nights: in the quietest eight hours people do little", () => {
    const hours = Array.from({ length: 24 }, () => 0);
    for (const { actor, timestamp } of generateEvents({
      ...options,
      days: 60,
      monitors: 80,
      workspaces: ["a"],
    }))
      if (actor.type === "user") {
        const hour = new Date(timestamp).getUTCHours();
        hours[hour] = (hours[hour] ?? 0) + 1;
      }
    const whole = hours.reduce((sum, each) => sum + each);
    const inEight = hours.map((_, first) =>
      [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, more) => sum + (hours[(first + more) % 24] ?? 0), 0),
    );
    expect(whole).toBeGreaterThan(300);
    expect(Math.min(...inEight) / whole).toBeLessThan(0.12);
  });
});
