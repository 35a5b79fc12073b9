import { type AuditEvent, compareEvents } from "@audit/events";
import {
  eventMoments,
  incident,
  maintenance,
  monitor,
  outages,
  type Projection,
  type Replayed,
  type ReplayReport,
  replay,
  replayAll,
  resume,
  type Snapshot,
  snapshot,
  timeline,
} from "@audit/projections";
import { clock, frozenStates } from "@audit/projections/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyFleet, anyMoment, anyStream } from "./any-stream.ts";

async function* overTime(events: Iterable<AuditEvent>): AsyncGenerator<AuditEvent> {
  yield* events;
}

const seen = ({ applied, notHandled, unknown, invalid }: ReplayReport) =>
  applied + notHandled + unknown.length + invalid.length;

/** What a replay must give, except for gaps: those of events recorded after `at` cannot be judged. */
const besidesGaps = <State>({ state, report }: Replayed<State>) => ({
  state,
  report: {
    ...report,
    gaps: [],
    exactness: undefined,
    reasons: report.reasons.filter((reason) => reason !== "gaps"),
  },
});

/** What a store gives back of what was saved in it. */
const stored = <State>(saved: Snapshot<State>): Snapshot<State> =>
  // Safe: that this loses nothing is what the laws are about.
  JSON.parse(JSON.stringify(saved)) as Snapshot<State>;

const muchLater = clock("23:00");

/** A snapshot of all that it is given, whenever it was recorded. */
const saveAll = <State>(projection: Projection<State>, events: readonly AuditEvent[]) => {
  const saved = snapshot(projection, events, { readAt: muchLater, visibilityLag: 0 });
  return saved && stored(saved);
};

function laws<State>(projection: Projection<State>): void {
  describe(`replay of ${projection.name}`, () => {
    const frozen = frozenStates(projection);

    test("gives the same for the same events, and never changes a state or an event", () => {
      fc.assert(
        fc.property(anyStream, ({ events }) => {
          const once = replay(frozen, events);
          expect(once.report.invalid).toEqual([]);
          expect(replay(projection, events)).toEqual(once);
        }),
      );
    });

    test("does not mind doubles", () => {
      fc.assert(
        fc.property(anyStream, anyMoment, anyMoment, ({ events, once }, at, knownAt) => {
          const whole = replay(projection, events, { at, knownAt });
          const clean = replay(projection, once, { at, knownAt });
          expect(whole.state).toEqual(clean.state);
          expect({ ...whole.report, copies: 0 }).toEqual(clean.report);
        }),
      );
    });

    test("counts every delivery once", () => {
      fc.assert(
        fc.property(anyStream, ({ events, once }) => {
          const { report } = replay(projection, events);
          expect(seen(report)).toBe(once.length);
          expect(seen(report) + report.copies).toBe(events.length);
        }),
      );
    });

    test("does not mind the order of a list, and leaves it alone", () => {
      const shuffled = anyStream.chain(({ events }) =>
        fc
          .shuffledSubarray([...events], { minLength: events.length })
          .map((list) => ({ events, list })),
      );
      fc.assert(
        fc.property(shuffled, anyMoment, ({ events, list }, knownAt) => {
          const before = [...list];
          expect(replay(projection, list, { knownAt })).toEqual(
            replay(projection, events, { knownAt }),
          );
          expect(list).toEqual(before);
        }),
      );
    });

    test("gives the whole at the last event", () => {
      fc.assert(
        fc.property(anyStream, ({ events }) => {
          const at = events.at(-1)?.timestamp ?? 0;
          const atLast = replay(projection, events, { at });
          expect(besidesGaps(atLast)).toEqual(besidesGaps(replay(projection, events)));
        }),
      );
    });

    test("gives at a moment what the events up to it give", () => {
      fc.assert(
        fc.property(anyStream, anyMoment, ({ events }, at) => {
          const upTo = events.filter(({ timestamp }) => timestamp <= at);
          const then = replay(projection, events, { at });
          const prefix = replay(projection, upTo);
          expect(besidesGaps(then)).toEqual(besidesGaps(prefix));
          const recordedBy = new Set(
            upTo.filter(({ recordedAt }) => recordedAt <= at).map(({ uid }) => uid),
          );
          expect(then.report.gaps).toEqual(
            prefix.report.gaps.filter(({ uid }) => recordedBy.has(uid)),
          );
        }),
      );
    });

    test("gives as known at a moment what the events recorded up to it give", () => {
      fc.assert(
        fc.property(anyStream, anyMoment, ({ once }, knownAt) => {
          const known = once.filter(({ recordedAt }) => recordedAt <= knownAt);
          expect(replay(projection, once, { knownAt })).toEqual(replay(projection, known));
        }),
      );
    });

    test("sees more and more as time goes by", () => {
      fc.assert(
        fc.property(anyStream, anyMoment, anyMoment, ({ events }, a, b) => {
          const earlier = replay(projection, events, { knownAt: Math.min(a, b) });
          const later = replay(projection, events, { knownAt: Math.max(a, b) });
          expect(seen(earlier.report)).toBeLessThanOrEqual(seen(later.report));
        }),
      );
    });

    test("gives the same over time as at once", async () => {
      await fc.assert(
        fc.asyncProperty(anyStream, anyMoment, async ({ events }, at) => {
          expect(await replay(projection, overTime(events), { at })).toEqual(
            replay(projection, events, { at }),
          );
          expect(await timeline(projection, overTime(events), { to: at })).toEqual(
            timeline(projection, events, { to: at }),
          );
        }),
      );
    });

    test("calls late what was recorded after something that happened later", () => {
      fc.assert(
        fc.property(anyStream, ({ once }) => {
          const late = once.filter((event) =>
            once.some(
              (other) => other.timestamp > event.timestamp && other.recordedAt < event.recordedAt,
            ),
          );
          const found = replay(projection, once).report.late.map(({ uid }) => uid);
          expect(found).toEqual(late.map(({ uid }) => uid));
          const moments = eventMoments(timeline(projection, once));
          expect(moments.filter((moment) => moment.late)).toHaveLength(late.length);
        }),
      );
    });

    test("calls a gap every predecessor that is nowhere in the stream", () => {
      fc.assert(
        fc.property(anyStream, ({ once }) => {
          const numbers = new Set(once.map(({ sequence }) => sequence));
          const orphans = once.filter(({ previous }) => previous && !numbers.has(previous));
          const found = replay(projection, once).report.gaps.map(({ uid }) => uid);
          expect([...found].sort()).toEqual(orphans.map(({ uid }) => uid).sort());
        }),
      );
    });

    test("gives up to an event what the events up to it give", () => {
      fc.assert(
        fc.property(anyStream, fc.nat(), ({ once }, pick) => {
          const place = once.length === 0 ? 0 : pick % once.length;
          const last = once[place];
          if (last === undefined) return;
          const whole = replay(projection, once, { upTo: last.uid });
          const prefix = replay(projection, once.slice(0, place + 1));
          expect(besidesGaps(whole)).toEqual(besidesGaps(prefix));
          expect(whole.report.last).toEqual({ timestamp: last.timestamp, uid: last.uid });
        }),
      );
    });

    test("gives without events what the others give, and says which it left out", () => {
      fc.assert(
        fc.property(anyStream, fc.func(fc.boolean()), ({ events, once }, isWithout) => {
          const without = once.filter(({ uid }) => isWithout(uid)).map(({ uid }) => uid);
          const { state, report } = replay(projection, events, { without });
          const others = replay(
            projection,
            events.filter(({ uid }) => !without.includes(uid)),
          );
          expect(state).toEqual(others.state);
          expect(report.leftOut.map(({ uid }) => uid)).toEqual(without);
          expect(report.late).toEqual(others.report.late);
          expect(seen(report)).toBe(seen(others.report));
          expect(report.gaps).toEqual(replay(projection, events).report.gaps);
        }),
      );
    });

    test("does not mind what it is to leave out and is not there", () => {
      fc.assert(
        fc.property(anyStream, anyMoment, ({ events }, knownAt) => {
          const { state, report } = replay(projection, events, { knownAt, without: ["nobody"] });
          const whole = replay(projection, events, { knownAt });
          expect(report.notThere).toEqual(["nobody"]);
          expect({ state, report: { ...report, notThere: [] } }).toEqual(whole);
        }),
      );
    });

    test("goes on from a snapshot of any part as if it had seen the whole", () => {
      fc.assert(
        fc.property(anyStream, fc.nat(), anyMoment, ({ events, once }, pick, at) => {
          const last = once[pick % Math.max(once.length, 1)];
          const cut = events.findLastIndex(({ uid }) => uid === last?.uid) + 1;
          const saved = saveAll(projection, events.slice(0, cut));
          expect(saved === undefined).toBe(cut === 0);
          if (saved === undefined) return;
          const rest = events.slice(cut);
          const whole = replay(projection, events);
          expect(resume(projection, saved, rest)).toEqual({ usable: true, ...whole });
          const then = resume(projection, saved, rest, { at });
          if (saved.checkpoint.timestamp > at)
            expect(then).toEqual({ usable: false, reason: "after_at" });
          else expect(then).toEqual({ usable: true, ...replay(projection, events, { at }) });
        }),
      );
    });

    test("gives one snapshot whether or not it went on from another", () => {
      fc.assert(
        fc.property(anyStream, fc.nat(), fc.nat(), ({ once: events }, a, b) => {
          const size = events.length + 1;
          const [early, late] = [a % size, b % size].sort((x, y) => x - y);
          const from = saveAll(projection, events.slice(0, early));
          if (from === undefined) return;
          const readAt = muchLater;
          const rest = events.slice(early, late);
          const next = snapshot(projection, rest, { readAt, visibilityLag: 0, from });
          expect(next).toEqual(saveAll(projection, events.slice(0, late)));
        }),
      );
    });

    test("goes on from a snapshot of what was known, or says why it cannot", () => {
      fc.assert(
        fc.property(anyStream, anyMoment, anyMoment, ({ events }, readAt, knownAt) => {
          const saved = snapshot(projection, events, { readAt, visibilityLag: 0 });
          if (saved === undefined) return;
          expect(events.filter((event) => event.recordedAt <= readAt)).not.toEqual([]);
          const { checkpoint } = saved;
          // What a reader asks its store for: what is after the checkpoint, and what became known.
          const since = events.filter(
            (event) => compareEvents(event, checkpoint) > 0 || event.recordedAt > saved.knownAt,
          );
          const resumed = resume(projection, stored(saved), since, { knownAt });
          if (resumed.usable)
            expect(resumed).toEqual({ usable: true, ...replay(projection, events, { knownAt }) });
          else if (knownAt < saved.knownAt) expect(resumed.reason).toBe("known_later");
          else expect(resumed.reason).toBe("changed_before_checkpoint");
        }),
      );
    });

    test("never uses a snapshot when something came before its checkpoint since", () => {
      fc.assert(
        fc.property(anyStream, fc.nat(), ({ events }, pick) => {
          const readAt = (events[pick % Math.max(events.length, 1)]?.recordedAt ?? 0) - 1;
          // Taken when only some was known.
          const known = events.filter(({ recordedAt }) => recordedAt <= readAt);
          const saved = saveAll(projection, known);
          if (saved === undefined) return;
          const { timestamp, uid } = saved.checkpoint;
          const changes = events.filter(
            (event) => event.recordedAt > readAt && compareEvents(event, { timestamp, uid }) <= 0,
          );
          const since = events.filter(
            (event) => event.recordedAt > readAt || compareEvents(event, { timestamp, uid }) > 0,
          );
          const resumed = resume(projection, saved, since);
          expect(resumed.usable).toBe(changes.length === 0);
          if (resumed.usable) expect(resumed.state).toEqual(replay(projection, events).state);
        }),
      );
    });

    test("gives of a fleet what it gives of its streams one by one", async () => {
      await fc.assert(
        fc.asyncProperty(anyFleet, anyMoment, async (streams, knownAt) => {
          const events = streams.flat();
          const oneByOne = streams.map((stream) => [
            stream[0]?.id,
            replay(projection, stream, { knownAt }),
          ]);
          expect([...replayAll(projection, events, { knownAt })]).toEqual(oneByOne);
          expect([...replayAll(projection, new Set(events), { knownAt })]).toEqual(oneByOne);
          const slowly: unknown[] = [];
          for await (const pair of replayAll(projection, overTime(events), { knownAt }))
            slowly.push(pair);
          expect(slowly).toEqual(oneByOne);
          const mixed = [...events].sort(compareEvents);
          expect(new Map(replayAll(projection, mixed, { knownAt }))).toEqual(
            new Map(replayAll(projection, events, { knownAt })),
          );
        }),
      );
    });

    test("has the states of the timeline", () => {
      fc.assert(
        fc.property(anyStream, ({ events }) => {
          const moments = eventMoments(timeline(projection, events));
          moments.forEach((moment, index) => {
            if (moments[index + 1]?.timestamp === moment.timestamp) return;
            expect(replay(projection, events, { at: moment.timestamp }).state).toEqual(
              moment.state,
            );
          });
        }),
        { numRuns: 50 },
      );
    });
  });
}

laws(monitor);
laws(incident);
laws(maintenance);

describe("outages", () => {
  test("are the minutes in which a replay says that the monitor is down", () => {
    fc.assert(
      fc.property(anyStream, ({ events }) => {
        const until = clock("10:25");
        const { outages: found, downtime } = outages(events, { until });
        let minutes = 0;
        for (let at = clock("10:00"); at < until; at += 60_000) {
          const { state } = replay(monitor, events, { at });
          const isDown = state.phase === "active" && state.status === "down";
          if (isDown) minutes += 1;
          expect(found.some(({ from, to }) => from <= at && at < to)).toBe(isDown);
        }
        expect(downtime).toBe(minutes * 60_000);
      }),
      { numRuns: 50 },
    );
  });
});
