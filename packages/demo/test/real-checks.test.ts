import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import {
  type AuditEvent,
  type BuiltInAction,
  type DraftOf,
  monitorDegraded,
  monitorDown,
  monitorRecovered,
} from "@audit/events";
import { createDetector, readChecks } from "@audit/incident-service";
import {
  defineProjection,
  incident,
  type Monitor,
  monitor,
  openIncidents,
  outages,
  replay,
  uptime,
} from "@audit/projections";
import { compareProjections, impurities } from "@audit/projections/testing";
import { MemoryEventStore } from "@audit/store";
import { beforeAll, describe, expect, test } from "vitest";
import {
  downStretches,
  type RawChange,
  rawChanges,
  rawChecks,
  statusAfter,
} from "./scan-status.ts";

const { AUDIT_DATA } = process.env;
const file = `${AUDIT_DATA}/upptime/toro-server.ndjson`;
const reason = AUDIT_DATA === undefined ? "AUDIT_DATA is not set" : `${file} is not there`;
const isThere = AUDIT_DATA !== undefined && existsSync(file);

const day = 86_400_000;
const statusActions: readonly string[] = ["monitor.down", "monitor.degraded", "monitor.recovered"];

/** Gives numbers from 0 to 1 that are the same at every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Delivery {
  readonly draft: DraftOf<BuiltInAction>;
  readonly at: number;
}

/** Gives a store to which all came in the order of arrival, by a clock that says when. */
async function keep(deliveries: readonly Delivery[]): Promise<MemoryEventStore> {
  let now = 0;
  const store = new MemoryEventStore({ writer: { now: () => now } });
  for (const { draft, at } of [...deliveries].sort((a, b) => a.at - b.at)) {
    now = at;
    await store.append([draft]);
  }
  return store;
}

async function streamsOf(store: MemoryEventStore): Promise<Map<string, AuditEvent[]>> {
  const streams = new Map<string, AuditEvent[]>();
  for await (const event of store.readAll())
    streams.set(event.id, [...(streams.get(event.id) ?? []), event]);
  return streams;
}

/** What both the projection and the scan say of a monitor. */
function told(state: Monitor) {
  if (state.phase === "none" || state.status === "unknown") return { status: "unknown" };
  return { status: state.status, since: state.since };
}

describe.skipIf(!isThere)(
  `projections of real checks${isThere ? "" : ` (skipped: ${reason})`}`,
  () => {
    let changes: Map<string, RawChange[]>;
    let drafts: readonly DraftOf<BuiltInAction>[];
    let store: MemoryEventStore;
    let onTime: Map<string, AuditEvent[]>;
    let moments: readonly number[];
    let end: number;

    beforeAll(async () => {
      const text = await readFile(file, "utf8");
      const raw = rawChecks(text);
      changes = rawChanges(raw);
      const start = raw[0]?.timestamp ?? 0;
      end = raw.at(-1)?.timestamp ?? 0;
      const random = chance(7);
      // Every other one is the very ms of a change.
      const turns = [...changes.values()].flat();
      moments = Array.from({ length: 50 }, (_, index) => {
        const turn = turns[Math.floor(random() * turns.length)];
        const moment = start + Math.floor(random() * (end - start));
        return index % 2 === 0 ? moment : (turn?.timestamp ?? moment);
      });

      const { checks, skipped } = await readChecks(text, Date.now());
      expect(skipped).toEqual([]);
      const detector = createDetector();
      drafts = checks.flatMap((check) => detector.detect(check));
      store = await keep(drafts.map((draft) => ({ draft, at: draft.timestamp ?? 0 })));
      onTime = await streamsOf(store);
    });

    const monitors = () => [...changes].map(([name, own]) => ({ name, own }));
    const streamOf = (streams: Map<string, AuditEvent[]>, name: string) =>
      streams.get(`monitor:${name}`) ?? [];

    test("say at 50 moments what a direct scan of the raw checks says of each monitor", () => {
      expect(monitors().length).toBeGreaterThan(10);
      const seen = new Set<string>();
      for (const at of moments)
        for (const { name, own } of monitors()) {
          const expected = statusAfter(own.filter(({ timestamp }) => timestamp <= at));
          const { state, report } = replay(monitor, streamOf(onTime, name), { at });
          expect({ name, at, ...told(state) }).toEqual({ name, at, ...expected });
          expect(report.reasons).toEqual([]);
          seen.add(expected.status);
        }
      expect([...seen].sort()).toEqual(["down", "unknown", "up"]);
    });

    test("have at 50 moments the incidents open that are open in the incidents' own streams", () => {
      const incidents = [...onTime].filter(([id]) => id.startsWith("incident:"));
      let open = 0;
      for (const at of moments) {
        const inTheirs = openIncidents(
          incidents.flatMap(([, events]) => events),
          { at },
        );
        open += inTheirs.length;
        for (const { name, own } of monitors()) {
          const { state } = replay(monitor, streamOf(onTime, name), { at });
          const named = state.phase === "none" ? [] : Object.keys(state.incidents);
          const theirs = inTheirs.filter((one) => one.state.monitors.includes(`monitor:${name}`));
          expect(named).toEqual(theirs.map(({ id }) => id));
          const { status } = statusAfter(own.filter(({ timestamp }) => timestamp <= at));
          expect(named).toHaveLength(status === "down" ? 1 : 0);
        }
      }
      expect(open).toBeGreaterThan(10);
    });

    test("sum up the downtime that the raw file has, and its failures and repairs", () => {
      let downtime = 0;
      for (const { name, own } of monitors()) {
        const events = streamOf(onTime, name);
        const stretches = downStretches(own, end);
        const sum = stretches.reduce((all, { lasted }) => all + lasted, 0);
        const repaired = stretches.filter(
          ({ ended, from, lasted }) => ended && from + lasted < end,
        );
        const from = own[0]?.timestamp ?? 0;
        expect(outages(events, { until: end }).downtime).toBe(sum);
        const measured = uptime(events, { from, to: end });
        expect(measured).toMatchObject({
          downtime: sum,
          unknown: 0,
          availability: expect.closeTo(1 - sum / (end - from), 12),
          failures: stretches.filter((stretch) => stretch.from < end).length,
          repairs: repaired.length,
        });
        if (repaired.length > 0)
          expect(measured.mttr).toBeCloseTo(
            repaired.reduce((all, { lasted }) => all + lasted, 0) / repaired.length,
            3,
          );
        downtime += sum;
      }
      expect(downtime).toBeGreaterThan(day);
    });

    test("are pure on them", () => {
      for (const [id, events] of onTime) {
        expect(impurities(monitor, events)).toEqual([]);
        if (id.startsWith("incident:")) expect(impurities(incident, events)).toEqual([]);
      }
    });

    test("are compared with another version of them over the whole store", async () => {
      expect((await compareProjections(monitor, monitor, store.readAll())).differing).toBe(0);
      const status = defineProjection<string>("status", { revision: 1, initial: "unknown" })
        .on(monitorRecovered, () => "up")
        .on(monitorDegraded, () => "degraded");
      const before = status.on(monitorDown, () => "down");
      // An answer that is wrong is an answer.
      const after = status.on(monitorDown, (_, { metadata: { statusCode } }) =>
        statusCode === 0 ? "down" : "degraded",
      );
      const { streams, events, differences } = await compareProjections(
        before,
        after,
        store.readAll(),
      );
      expect([streams, events]).toEqual([onTime.size, drafts.length]);
      const expected = monitors().flatMap(({ name, own }) => {
        const first = own.find(({ status, statusCode }) => status === "down" && statusCode !== 0);
        return first === undefined ? [] : [[`monitor:${name}`, first.timestamp]];
      });
      expect(expected.length).toBeGreaterThan(0);
      expect(differences.map(({ id, since }) => [id, since.timestamp]).sort()).toEqual(
        expected.sort(),
      );
    });

    describe("with 5 % of the events late and 5 % twice", () => {
      let mixed: Map<string, AuditEvent[]>;
      /** When each change of a monitor arrived first, in the order of the changes. */
      let arrivals: Map<string, number[]>;

      beforeAll(async () => {
        const random = chance(11);
        arrivals = new Map();
        const deliveries = drafts.flatMap((draft): Delivery[] => {
          const happened = draft.timestamp ?? 0;
          const at = random() < 0.05 ? happened + Math.ceil(random() * 90 * day) : happened;
          if (statusActions.includes(draft.action))
            arrivals.set(draft.id, [...(arrivals.get(draft.id) ?? []), at]);
          const again =
            random() < 0.05 ? [{ draft, at: at + Math.floor(random() * 90 * day) }] : [];
          return [{ draft, at }, ...again];
        });
        expect(deliveries.length).toBeGreaterThan(drafts.length * 1.03);
        mixed = await streamsOf(await keep(deliveries));
      });

      test("end in the same states, with the same downtime", () => {
        let late = 0;
        let copies = 0;
        for (const { name } of monitors()) {
          const events = streamOf(mixed, name);
          const { state, report } = replay(monitor, events);
          expect(state).toEqual(replay(monitor, streamOf(onTime, name)).state);
          expect(report.reasons).toEqual([]);
          late += report.late.length;
          copies += report.copies;
          const { downtime } = outages(events, { until: end });
          expect(downtime).toBe(outages(streamOf(onTime, name), { until: end }).downtime);
        }
        expect(late).toBeGreaterThan(10);
        expect(copies).toBeGreaterThan(10);
      });

      test("say as known at a moment what a scan of what had arrived by then says", () => {
        let surprises = 0;
        // What was known then, and what was known some time later.
        const unheard = [...arrivals].flatMap(([id, arrived]) =>
          (changes.get(id.slice("monitor:".length)) ?? [])
            .map(({ timestamp }) => timestamp)
            .filter((timestamp, nth) => arrived[nth] !== timestamp),
        );
        expect(unheard.length).toBeGreaterThan(10);
        for (const [index, at] of [...moments, ...unheard].entries())
          for (const knownAt of [at, at + index * 2 * day])
            for (const { name, own } of monitors()) {
              const arrived = arrivals.get(`monitor:${name}`) ?? [];
              expect(arrived).toHaveLength(own.length);
              const happened = own.filter(({ timestamp }) => timestamp <= at);
              const known = happened.filter((_, nth) => (arrived[nth] ?? Infinity) <= knownAt);
              const { state } = replay(monitor, streamOf(mixed, name), { at, knownAt });
              expect({ name, at, knownAt, ...told(state) }).toEqual({
                name,
                at,
                knownAt,
                ...statusAfter(known),
              });
              if (statusAfter(known).status !== statusAfter(happened).status) surprises += 1;
            }
        expect(surprises).toBeGreaterThan(10);
      });
    });
  },
);
