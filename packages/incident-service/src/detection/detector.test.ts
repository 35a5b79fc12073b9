import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import {
  type BuiltInAction,
  catalog,
  compareEvents,
  createWriter,
  type DraftOf,
  type EmittedEvent,
} from "@audit/events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CheckResult, CheckStatus } from "../checks/check-result.ts";
import { readChecks } from "../checks/read-checks.ts";
import { createDetector } from "./detector.ts";

const start = 1_700_000_000_000;

function detectAll(checks: readonly CheckResult[]): DraftOf<BuiltInAction>[] {
  const detector = createDetector();
  return checks.flatMap((check) => detector.detect(check));
}

/** The events of the drafts in stream order. */
function complete(drafts: readonly DraftOf<BuiltInAction>[]): EmittedEvent[] {
  return createWriter(catalog).complete(drafts).sort(compareEvents);
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key) {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const statusOf = new Map<string, CheckStatus>([
  ["monitor.recovered", "up"],
  ["monitor.degraded", "degraded"],
  ["monitor.down", "down"],
]);

/** The status of each region after each millisecond in which a check was made, as the events tell it. */
function told(events: readonly EmittedEvent[], checks: readonly CheckResult[]): string[] {
  const regions = new Map<unknown, CheckStatus>();
  const times = [...new Set(checks.map(({ timestamp }) => timestamp))].sort((a, b) => a - b);
  let next = 0;
  return times.map((time) => {
    for (let event = events[next]; event && event.timestamp <= time; event = events[++next]) {
      const status = statusOf.get(event.action);
      const metadata: unknown = event.metadata;
      if (status && typeof metadata === "object" && metadata !== null && "region" in metadata)
        regions.set(metadata.region, status);
    }
    return JSON.stringify([time, [...regions].sort()]);
  });
}

/** The same from the checks, in order. */
function seen(checks: readonly CheckResult[]): string[] {
  const regions = new Map<unknown, CheckStatus>();
  const byTime = groupBy(
    checks.toSorted((a, b) => a.timestamp - b.timestamp),
    ({ timestamp }) => timestamp,
  );
  return [...byTime].map(([time, group]) => {
    for (const { region = "default", status } of group) regions.set(region, status);
    return JSON.stringify([time, [...regions].sort()]);
  });
}

const statuses = fc.constantFrom<CheckStatus[]>("up", "degraded", "down");

/** Checks of one monitor in order, at least `step` ms apart. */
const checksInOrder = (regions: readonly string[], step: number) =>
  fc
    .array(
      fc.record({
        gap: fc.oneof(
          fc.constant(step),
          fc.integer({ min: step, max: 3 }),
          fc.integer({ min: step, max: 1_000_000 }),
        ),
        status: statuses,
        region: fc.constantFrom(...regions),
      }),
      { minLength: 1, maxLength: 60 },
    )
    .map((rows) => {
      let timestamp = start;
      return rows.map(({ gap, status, region }): CheckResult => {
        timestamp += gap;
        return { timestamp, monitor: "api", status, region };
      });
    });

function changesOf(checks: readonly CheckResult[]): CheckResult[] {
  return checks.filter(({ status }, index) => checks[index - 1]?.status !== status);
}

function count(drafts: readonly DraftOf<BuiltInAction>[], action: string): number {
  return drafts.filter((draft) => draft.action === action).length;
}

function downTime(changes: readonly { timestamp: number; status: CheckStatus }[], until: number) {
  return changes.reduce((sum, { timestamp, status }, index) => {
    const end = changes[index + 1]?.timestamp ?? until;
    return status === "down" ? sum + end - timestamp : sum;
  }, 0);
}

function downTimeTold(events: readonly EmittedEvent[], until: number): number {
  const changes = events.flatMap(({ action, timestamp }) => {
    const status = statusOf.get(action);
    return status === undefined ? [] : [{ timestamp, status }];
  });
  return downTime(changes, until);
}

describe("createDetector", () => {
  test("gives what the README says", () => {
    const detector = createDetector();
    const check = { timestamp: start, monitor: "api", status: "up", statusCode: 200 } as const;
    const actions = [
      check,
      { ...check, timestamp: start + 60_000 },
      { ...check, timestamp: start + 120_000, status: "down", message: "timed out" } as const,
      { ...check, timestamp: start + 180_000 },
    ].map((one) => detector.detect(one).map(({ action }) => action));
    expect(actions).toEqual([
      ["monitor.create", "monitor.recovered"],
      [],
      ["monitor.down", "incident.create"],
      ["monitor.recovered", "incident.resolve"],
    ]);
  });

  test("keeps monitors apart, whatever their keys", () => {
    const detector = createDetector();
    for (const monitor of ["a", "b", "__proto__", "constructor"])
      expect(detector.detect({ timestamp: start, monitor, status: "up" })).toHaveLength(2);
  });

  test("gives one status event per change and one for the start, and one incident per run of down", () => {
    fc.assert(
      fc.property(checksInOrder(["default"], 0), (checks) => {
        const drafts = detectAll(checks);
        const changes = changesOf(checks);
        const runs = changes.filter(({ status }) => status === "down").length;
        const isOpen = changes.at(-1)?.status === "down";
        expect(drafts.filter(({ action }) => statusOf.has(action))).toHaveLength(changes.length);
        expect(count(drafts, "monitor.create")).toBe(1);
        expect(count(drafts, "incident.create")).toBe(runs);
        expect(count(drafts, "incident.resolve")).toBe(runs - (isOpen ? 1 : 0));
      }),
    );
  });

  test("tells the same down time as the checks", () => {
    fc.assert(
      fc.property(checksInOrder(["default"], 0), (checks) => {
        const until = checks.at(-1)?.timestamp ?? 0;
        const told = downTimeTold(complete(detectAll(checks)), until);
        expect(told).toBe(downTime(checks, until));
      }),
    );
  });

  test("tells every region's status at every moment, in whatever order its checks come", () => {
    const shuffled = checksInOrder(["a", "b", "c"], 1).chain((checks) =>
      fc.tuple(
        fc.constant(checks),
        fc.shuffledSubarray(checks, { minLength: checks.length, maxLength: checks.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([checks, mixed]) => {
        const events = complete(detectAll(mixed));
        expect(told(events, checks)).toEqual(seen(checks));
        expect(told(events, checks)).toEqual(told(complete(detectAll(checks)), checks));
        expect(events[0]?.action).toBe("monitor.create");
      }),
      { numRuns: 300 },
    );
  });

  test("tells where each millisecond ends, with ties and late checks among them", () => {
    const ties = fc.array(
      fc.record({
        timestamp: fc.integer({ min: start, max: start + 12 }),
        monitor: fc.constant("api"),
        status: statuses,
        region: fc.constantFrom("a", "b"),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(ties, (checks) => {
        expect(told(complete(detectAll(checks)), checks)).toEqual(seen(checks));
      }),
      { numRuns: 1000 },
    );
  });

  test("opens and resolves each incident once, in order, whatever the order of the checks", () => {
    const mixed = checksInOrder(["a", "b", "c"], 0).chain((checks) =>
      fc.shuffledSubarray(checks, { minLength: checks.length, maxLength: checks.length }),
    );
    fc.assert(
      fc.property(mixed, (checks) => {
        const drafts = detectAll(checks);
        const statusUids = new Set(
          drafts.filter(({ action }) => statusOf.has(action)).map(({ uid }) => uid),
        );
        const incidents = drafts.filter(({ id }) => id.startsWith("incident:"));
        for (const [id, story] of groupBy(incidents, (draft) => draft.id)) {
          const actions = complete(story).map(({ action }) => action);
          expect(actions).toEqual(["incident.create", "incident.resolve"].slice(0, story.length));
          for (const { correlationId, causationId } of story) {
            expect(correlationId).toBe(id);
            expect(statusUids).toContain(causationId);
          }
        }
        const times = incidents.map(({ timestamp }) => timestamp);
        expect(times).toEqual(times.toSorted());
      }),
    );
  });

  const mixedChecks = (timestamps: number, places?: (check: CheckResult) => string) => {
    const check = fc.record({
      timestamp: fc.integer({ min: start, max: start + timestamps }),
      monitor: fc.constantFrom("api", "web"),
      status: statuses,
      region: fc.constantFrom("a", "b", "c"),
    });
    const maxLength = 60;
    return places === undefined
      ? fc.array(check, { maxLength })
      : fc.uniqueArray(check, { maxLength, selector: places });
  };

  test("gives the same drafts for the same checks, each uid once, and none for retries", () => {
    fc.assert(
      fc.property(mixedChecks(8), (checks) => {
        const drafts = detectAll(checks);
        expect(detectAll(checks)).toEqual(drafts);
        expect(detectAll(checks.flatMap((check) => [check, check]))).toEqual(drafts);
        expect(new Set(drafts.map(({ uid }) => uid)).size).toBe(drafts.length);
        expect(complete(drafts)).toHaveLength(drafts.length);
      }),
    );
  });

  test("gives nothing for checks that come again, where no region has two in a millisecond", () => {
    const placeOf = ({ timestamp, monitor, region }: CheckResult) =>
      `${timestamp} ${monitor} ${region}`;
    fc.assert(
      fc.property(mixedChecks(30, placeOf), (checks) => {
        const detector = createDetector();
        for (const check of checks) detector.detect(check);
        expect(checks.flatMap((check) => detector.detect(check))).toEqual([]);
      }),
    );
  });
});

const data = process.env.AUDIT_DATA;
const realFile = `${data}/upptime/toro-server.ndjson`;
const reason = data === undefined ? "AUDIT_DATA is not set" : `${realFile} is not there`;
const isThere = data !== undefined && existsSync(realFile);

describe.skipIf(!isThere)(
  `createDetector on real checks${isThere ? "" : ` (skipped: ${reason})`}`,
  () => {
    test("counts for every monitor what a direct scan counts", async () => {
      const { checks, skipped } = await readChecks(await readFile(realFile, "utf8"), Date.now());
      expect(skipped).toEqual([]);
      expect(checks.length).toBeGreaterThan(5000);
      const drafts = detectAll(checks);
      complete(drafts);
      const byMonitor = groupBy(checks, ({ monitor }) => monitor);
      expect(count(drafts, "monitor.create")).toBe(byMonitor.size);
      for (const [monitor, ofMonitor] of byMonitor) {
        const own = drafts.filter(({ targets }) => targets?.[0]?.id === monitor);
        const changes = changesOf(ofMonitor);
        const runs = changes.filter(({ status }) => status === "down").length;
        const until = ofMonitor.at(-1)?.timestamp ?? 0;
        expect(own.filter(({ action }) => statusOf.has(action))).toHaveLength(changes.length);
        expect(count(own, "incident.create")).toBe(runs);
        expect(count(own, "incident.resolve")).toBe(
          runs - (changes.at(-1)?.status === "down" ? 1 : 0),
        );
        expect(downTimeTold(complete(own), until)).toBe(downTime(ofMonitor, until));
      }
    });
  },
);
