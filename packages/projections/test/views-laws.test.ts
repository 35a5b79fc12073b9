import type { AuditEvent } from "@audit/events";
import {
  blame,
  diff,
  eventMoments,
  incident,
  monitor,
  type Projection,
  replay,
  type StateChange,
  timeline,
} from "@audit/projections";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSameLeaf } from "../src/leaves/leaf.ts";
import { type Leaf, leavesOf } from "../src/leaves/leaves-of.ts";
import { board } from "./any-board.ts";
import { anyMoment, anyStream } from "./any-stream.ts";
import { applyChanges, byPath } from "./apply-changes.ts";

async function* overTime(events: Iterable<AuditEvent>): AsyncGenerator<AuditEvent> {
  yield* events;
}

/** Two moments in order. */
const span = fc
  .tuple(anyMoment, anyMoment)
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const threeMoments = fc
  .tuple(anyMoment, anyMoment, anyMoment)
  .map((moments) => moments.sort((a, b) => a - b));
const shuffled = anyStream.chain(({ events, once }) =>
  fc
    .shuffledSubarray([...events], { minLength: events.length })
    .map((list) => ({ events, once, list })),
);

/** The same with events by their uid: copies of an event differ in how often it came. */
const withUids = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, part: unknown) => {
      if (key === "copies") return 0;
      const isEvent =
        typeof part === "object" && part !== null && "recordedAction" in part && "uid" in part;
      return isEvent ? part.uid : part;
    }),
  );

/** Changes as the leaves that went or became others, and the leaves that came. */
function leafChanges(changes: readonly StateChange[], identify: readonly string[]) {
  const from = byPath(changes.flatMap((change) => leavesOf(change.from, identify, change.path)));
  const to = byPath(changes.flatMap((change) => leavesOf(change.to, identify, change.path)));
  return { from, to };
}

/** What two changes of leaves, one after the other, come to. */
function compose(
  first: ReturnType<typeof leafChanges>,
  second: ReturnType<typeof leafChanges>,
): ReturnType<typeof leafChanges> {
  const from = new Map([...second.from, ...first.from]);
  const to = new Map([...first.to, ...second.to]);
  for (const path of first.to.keys()) {
    if (second.from.has(path) && !second.to.has(path)) to.delete(path);
    if (!first.from.has(path) && second.from.has(path)) from.delete(path);
  }
  for (const [path, value] of from)
    if (to.has(path) && isSameLeaf(value, to.get(path))) {
      from.delete(path);
      to.delete(path);
    }
  return { from, to };
}

function laws<State>(projection: Projection<State>): void {
  const { identify, name } = projection;

  describe(`diff of ${name}`, () => {
    test("makes of the state before the state after, and says what replay says at both", () => {
      fc.assert(
        fc.property(anyStream, span, span, ({ events }, [at, to], [knownAt, knownTo]) => {
          for (const options of [
            { from: at, to, knownAt },
            { from: { at, knownAt }, to: { at, knownAt: knownTo } },
            { from: { at, knownAt }, to: { at: to, knownAt: knownTo } },
          ]) {
            const { before, after, changes } = diff(projection, events, options);
            expect(applyChanges(before.state, changes, identify)).toEqual(after.state);
            expect(before).toEqual(replay(projection, events, { at, knownAt }));
          }
        }),
      );
    });

    test("names events that only the later view sees", () => {
      fc.assert(
        fc.property(anyStream, span, span, ({ once }, [at, to], [knownAt, knownTo]) => {
          const { changes } = diff(projection, once, {
            from: { at, knownAt },
            to: { at: to, knownAt: knownTo },
          });
          for (const { events } of changes) {
            expect(events.length).toBeGreaterThan(0);
            for (const { timestamp, recordedAt } of events) {
              expect(timestamp <= to && recordedAt <= knownTo).toBe(true);
              expect(timestamp <= at && recordedAt <= knownAt).toBe(false);
            }
          }
        }),
      );
    });
  });

  describe(`blame of ${name}`, () => {
    test("covers exactly the leaves of the state", () => {
      fc.assert(
        fc.property(anyStream, anyMoment, anyMoment, ({ events }, at, knownAt) => {
          const { leaves, state, report } = blame(projection, events, { at, knownAt });
          expect({ state, report }).toEqual(replay(projection, events, { at, knownAt }));
          expect(leaves.map(({ path, value }) => ({ path, value }))).toEqual(
            leavesOf(state, identify),
          );
        }),
      );
    });
  });

  describe(`timeline of ${name}`, () => {
    test("makes of the first state the last, change by change", () => {
      fc.assert(
        fc.property(anyStream, fc.constantFrom(0, 60_000, 600_000), ({ events }, burst) => {
          const moments = timeline(projection, events, { burst });
          const final = moments.reduce<unknown>((state, moment) => {
            const next = applyChanges(state, moment.changes, identify);
            expect(next).toEqual(moment.state);
            return next;
          }, projection.initial);
          expect(final).toEqual(replay(projection, events).state);
        }),
      );
    });

    test("loses no event to bursts and idle stretches", () => {
      fc.assert(
        fc.property(anyStream, fc.nat(600_000), ({ events, once }, burst) => {
          const opened = eventMoments(timeline(projection, events, { burst }));
          expect(opened.map(({ event }) => event.uid)).toEqual(once.map(({ uid }) => uid));
          expect(opened).toEqual(timeline(projection, events, { burst: false, idle: false }));
        }),
      );
    });

    test("has bursts of one action within the window, and idle stretches without changes", () => {
      fc.assert(
        fc.property(anyStream, fc.nat(600_000), ({ events }, burst) => {
          const moments = timeline(projection, events, { burst });
          for (const [index, moment] of moments.entries()) {
            if (moment.kind === "event") continue;
            expect(moment.members.length).toBeGreaterThan(1);
            expect(moment.late).toBe(moment.members.some(({ late }) => late));
            if (moment.kind === "idle") {
              expect(moments[index + 1]?.kind).not.toBe("idle");
              expect(moment.members.flatMap(({ changes }) => changes)).toEqual([]);
              continue;
            }
            expect(moment.until - moment.timestamp).toBeLessThanOrEqual(burst);
            expect(
              new Set(moment.members.map(({ event }) => event.known && event.action)).size,
            ).toBe(1);
          }
        }),
      );
    });
  });

  describe(`views of ${name}`, () => {
    const views = (
      events: readonly AuditEvent[],
      [from, to]: readonly [number, number],
      knownAt: number,
    ) => [
      timeline(projection, events, { from, to, knownAt }),
      diff(projection, events, { from, to, knownAt }),
      diff(projection, events, { from: { at: from, knownAt }, to: { at: to } }),
      blame(projection, events, { at: to, knownAt }),
    ];

    test("do not mind doubles, nor the order of a list, and change nothing", () => {
      fc.assert(
        fc.property(shuffled, span, anyMoment, ({ list, once }, bounds, knownAt) => {
          const given = JSON.stringify(list);
          expect(withUids(views(list, bounds, knownAt))).toEqual(
            withUids(views(once, bounds, knownAt)),
          );
          expect(JSON.stringify(list)).toBe(given);
        }),
      );
    });

    test("are the same where events come over time", async () => {
      await fc.assert(
        fc.asyncProperty(anyStream, span, anyMoment, async ({ events }, bounds, knownAt) => {
          const [from, to] = bounds;
          expect(
            await Promise.all([
              timeline(projection, overTime(events), { from, to, knownAt }),
              diff(projection, overTime(events), { from, to, knownAt }),
              diff(projection, overTime(events), { from: { at: from, knownAt }, to: { at: to } }),
              blame(projection, overTime(events), { at: to, knownAt }),
            ]),
          ).toEqual(views(events, bounds, knownAt));
        }),
        { numRuns: 50 },
      );
    });
  });
}

/** Of states in which a list never changes the way in which it is compared, and so no path its text. */
function lawsOfPaths<State>(projection: Projection<State>): void {
  const { identify, name } = projection;
  const stateAfter = (events: readonly AuditEvent[]) =>
    byPath(leavesOf(replay(projection, events).state, identify));
  const indexOf = (events: readonly AuditEvent[], { uid }: AuditEvent) =>
    events.findIndex((event) => event.uid === uid);

  describe(`diff of ${name}`, () => {
    test("of a whole follows from the diffs of its parts", () => {
      fc.assert(
        fc.property(anyStream, threeMoments, ({ events }, [a = 0, b = 0, c = 0]) => {
          const between = (from: number, to: number) =>
            leafChanges(diff(projection, events, { from, to }).changes, identify);
          expect(compose(between(a, b), between(b, c))).toEqual(between(a, c));
        }),
      );
    });

    test("names as the last event the one that set it", () => {
      fc.assert(
        fc.property(anyStream, span, ({ once }, [from, to]) => {
          const { changes, after } = diff(projection, once, { from, to });
          const final = byPath(leavesOf(after.state, identify));
          for (const change of changes) {
            const last = change.events.at(-1);
            if (last === undefined) throw new Error("Every change has an event");
            const index = indexOf(once, last);
            const [then, now] = [
              stateAfter(once.slice(0, index)),
              stateAfter(once.slice(0, index + 1)),
            ];
            const leaves = [
              ...leavesOf(change.from, identify, change.path),
              ...leavesOf(change.to, identify, change.path),
            ];
            const paths = leaves.map(({ path }) => JSON.stringify(path));
            for (const path of paths) expect(now.get(path)).toEqual(final.get(path));
            if (paths.length > 0 && change.position === undefined)
              expect(paths.some((path) => !isSameLeaf(then.get(path), now.get(path)))).toBe(true);
          }
        }),
        { numRuns: 50 },
      );
    });
  });

  describe(`blame of ${name}`, () => {
    test("names the event that set the leaf, after which it never changed", () => {
      fc.assert(
        fc.property(anyStream, ({ once }) => {
          const states = Array.from({ length: once.length + 1 }, (_, length) =>
            stateAfter(once.slice(0, length)),
          );
          const isSet = (
            state: ReadonlyMap<string, unknown> | undefined,
            { path, value }: Leaf,
          ) => {
            const key = JSON.stringify(path);
            return state?.has(key) === true && isSameLeaf(state.get(key), value);
          };
          for (const leaf of blame(projection, once).leaves) {
            const since = leaf.setBy === "initial" ? 0 : indexOf(once, leaf.setBy.event) + 1;
            if (since > 0) expect(isSet(states[since - 1], leaf)).toBe(false);
            for (const state of states.slice(since)) expect(isSet(state, leaf)).toBe(true);
          }
        }),
      );
    });
  });
}

for (const law of [laws, lawsOfPaths]) {
  law(monitor);
  law(incident);
  law(board("board", false));
}
laws(board("board with the same twice", true));
