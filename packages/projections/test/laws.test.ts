import type { AuditEvent } from "@audit/events";
import {
  eventMoments,
  incident,
  monitor,
  outages,
  type Projection,
  type Replayed,
  type ReplayReport,
  replay,
  timeline,
} from "@audit/projections";
import { clock, frozenStates } from "@audit/projections/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyMoment, anyStream } from "./any-stream.ts";

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
