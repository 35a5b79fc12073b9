import { type AuditEvent, incidentCreate, monitorDown, monitorRecovered } from "@audit/events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineProjection } from "./projection.ts";
import { replay } from "./replay.ts";
import { again, at, type Entry, type EntryOptions, recorded, stream } from "./testing.ts";

const fragile = defineProjection<number>("fragile", { revision: 1, initial: 0 })
  .startsWith(monitorDown)
  .on(monitorDown, (sum, { metadata }) => {
    if (metadata.region === "bad") throw new RangeError("bad");
    return sum * 3 + 1;
  })
  .on(monitorRecovered, (sum) => sum * 2);

const oddity = fc.constantFrom(
  "tie",
  "late",
  "early",
  "copy",
  "merged",
  "conflict",
  "unknown",
  "old",
  "unhandled",
  "throws",
  "gap",
  "unsigned",
  "other writer",
);
type Oddity = typeof oddity extends fc.Arbitrary<infer Name> ? Name : never;
/** Mostly plain events. */
const oddities = fc.array(fc.option(oddity, { freq: 3 }), { maxLength: 40 });

function streamOf(list: readonly (Oddity | null)[]): readonly AuditEvent[] {
  let time = 1_000_000;
  let previous = 0;
  const entries = list.flatMap((odd, index): Entry[] => {
    if (odd !== "tie") time += 1000;
    const sequence = index + 1;
    const recordedAt = time + (odd === "late" ? 5500 : odd === "early" ? -5500 : 0);
    const link = {
      writer: odd === "other writer" ? "w2" : "w1",
      sequence,
      previous: odd === "gap" ? 7777 : previous,
    };
    const options: EntryOptions = {
      uid: `u${String(index).padStart(3, "0")}`,
      recordedAt,
      ...(odd === "unsigned" ? {} : link),
      ...(odd === "merged" ? { copies: 3 } : {}),
    };
    if (link.writer === "w1" && odd !== "unsigned") previous = sequence;
    const down = (region: string) => at(time, monitorDown, { region }, options);
    switch (odd) {
      case "copy":
        return [down("gru"), again({ recordedAt: time + 2500 })];
      case "conflict":
        return [down("gru"), down("fra")];
      case "unknown":
        return [recorded(time, "monitor.teleport", 1, {}, options)];
      case "old":
        return [recorded(time, "monitor.failed", 1, { region: "gru" }, options)];
      case "unhandled":
        return [at(time, incidentCreate, { title: "x", severity: "minor", monitors: [] }, options)];
      case "throws":
        return [down("bad")];
      default:
        return [
          index % 2 === 0 ? down("gru") : at(time, monitorRecovered, { region: "gru" }, options),
        ];
    }
  });
  return stream("monitor:1", entries);
}

describe("foldRun", () => {
  test("gives of a list what is given of the same events one by one", () => {
    const bound = fc.option(fc.integer({ min: 0, max: 45 }));
    fc.assert(
      fc.property(oddities, bound, bound, (list, until, known) => {
        const events = streamOf(list);
        const moment = (seconds: number | null) =>
          seconds === null ? undefined : 1_000_000 + seconds * 1000;
        const options = { at: moment(until), knownAt: moment(known) };
        expect(replay(fragile, events, options)).toEqual(replay(fragile, new Set(events), options));
      }),
      { numRuns: 500, examples: [[["late", "other writer", null], null, 3]] },
    );
  });

  test("refuses of a list, when strict, what is refused of the same events one by one", () => {
    const outcomeOf = (events: Iterable<AuditEvent>) => {
      try {
        return replay(fragile, events, { strict: true });
      } catch (error) {
        return String(error);
      }
    };
    fc.assert(
      fc.property(oddities, (list) => {
        const events = streamOf(list);
        expect(outcomeOf(events)).toEqual(outcomeOf(new Set(events)));
      }),
    );
  });

  test("gives the same where thousands of events lie between what is odd", () => {
    const places = fc.array(fc.tuple(fc.nat(2999), oddity), { maxLength: 30 });
    fc.assert(
      fc.property(places, (odd) => {
        const list: (Oddity | null)[] = Array.from({ length: 3000 }, () => null);
        for (const [place, name] of odd) list[place] = name;
        const events = streamOf(list);
        expect(replay(fragile, events)).toEqual(replay(fragile, new Set(events)));
      }),
      { numRuns: 10 },
    );
  });

  test("finds what is late behind thousands of plain events", () => {
    const entries = Array.from({ length: 5000 }, (_, index) => {
      const time = index * 1000;
      const isLate = index % 1700 === 3;
      return at(time, monitorDown, { region: "gru" }, { recordedAt: time + (isLate ? 9500 : 40) });
    });
    const events = stream("monitor:1", entries);
    const { report } = replay(fragile, events);
    expect(report).toEqual(replay(fragile, new Set(events)).report);
    expect(report.late.map(({ timestamp }) => timestamp)).toEqual([3_000, 1_703_000, 3_403_000]);
    expect(report.applied).toBe(5000);
  });

  test("evolves once by each event of a list, but for one that throws", () => {
    let calls = 0;
    const counting = fragile.on(incidentCreate, (sum) => {
      calls += 1;
      return sum;
    });
    const entries = Array.from({ length: 50 }, (_, index) =>
      at(index * 1000, incidentCreate, { title: "x", severity: "minor", monitors: [] }),
    );
    replay(counting, stream("monitor:1", entries));
    expect(calls).toBe(50);
  });
});
