import { monitor, replay, uptime } from "@audit/projections";
import { clock } from "@audit/projections/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyMoment, anyStream } from "./any-stream.ts";

const anyWindow = fc
  .tuple(anyMoment, anyMoment)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const anyMaintenance = fc.array(anyWindow, { maxLength: 4 });
const half = 30_000;

describe("uptime", () => {
  test("says of each half minute what a replay says of its beginning", () => {
    fc.assert(
      fc.property(anyStream, anyWindow, anyMaintenance, ({ events }, window, maintenance) => {
        const sums = { up: 0, degraded: 0, down: 0, unknown: 0, unwatched: 0, maintenance: 0 };
        for (let at = window.from; at < window.to; at += half) {
          const { state } = replay(monitor, events, { at });
          if (state.phase === "paused" || state.phase === "deleted") sums.unwatched += half;
          else if (state.phase === "none" || state.status === "unknown") sums.unknown += half;
          else if (maintenance.some(({ from, to }) => from <= at && at < to))
            sums.maintenance += half;
          else sums[state.status] += half;
        }
        const { down: downtime, ...others } = sums;
        const measured = uptime(events, { ...window, maintenance });
        expect(measured).toMatchObject({ ...others, downtime });
        expect(measured.outages.reduce((sum, { lasted }) => sum + lasted, 0)).toBe(downtime);
        const { availability = 1, mttr = 0, mtbf = 0 } = measured;
        for (const figure of [availability, 1 - availability, mttr, mtbf])
          expect(figure).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("adds up over windows that meet", () => {
    const threeMoments = fc
      .uniqueArray(anyMoment, { minLength: 3, maxLength: 3 })
      .map((moments) => moments.sort((a, b) => a - b));
    fc.assert(
      fc.property(anyStream, threeMoments, anyMaintenance, ({ events }, moments, maintenance) => {
        const [from = 0, between = 0, to = 0] = moments;
        const whole = uptime(events, { from, to, maintenance });
        const parts = [
          uptime(events, { from, to: between, maintenance }),
          uptime(events, { from: between, to, maintenance }),
        ];
        for (const figure of ["up", "degraded", "downtime", "failures", "repairs"] as const)
          expect(parts.reduce((sum, part) => sum + part[figure], 0)).toBe(whole[figure]);
        const repairTime = parts.reduce((sum, { mttr = 0, repairs }) => sum + mttr * repairs, 0);
        expect(repairTime).toBeCloseTo((whole.mttr ?? 0) * whole.repairs, 3);
      }),
    );
  });

  test("repairs every outage once over all time, but for one that is open or was deleted", () => {
    fc.assert(
      fc.property(anyStream, ({ events }) => {
        const { failures, repairs, outages } = uptime(events, {
          from: clock("00:00"),
          to: clock("23:00"),
        });
        expect(outages).toHaveLength(failures);
        expect(repairs).toBeLessThanOrEqual(failures);
      }),
    );
  });
});
