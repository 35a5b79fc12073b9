import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../usage-error.ts";
import { parseTime } from "./parse-time.ts";
import { writeTime } from "./write-time.ts";
import { zoneNamed } from "./zone.ts";

const berlin = zoneNamed("Europe/Berlin");
const utc = zoneNamed("UTC");
// A Wednesday, 11:30 in Berlin.
const now = Date.parse("2026-03-04T10:30:00Z");
const read = (text: string, zone = utc) => new Date(parseTime(text, { now, zone })).toISOString();

describe("parseTime", () => {
  test.each([
    ["now", "2026-03-04T10:30:00.000Z"],
    ["2026-03-02", "2026-03-02T00:00:00.000Z"],
    ["2026-03-02 10:42", "2026-03-02T10:42:00.000Z"],
    ["2026-03-02T10:42:07.5Z", "2026-03-02T10:42:07.500Z"],
    ["2026-03-02T10:42:07+01:30", "2026-03-02T09:12:07.000Z"],
    ["10:29", "2026-03-04T10:29:00.000Z"],
    ["10:30", "2026-03-04T10:30:00.000Z"],
    ["10:42", "2026-03-03T10:42:00.000Z"],
    ["9am", "2026-03-04T09:00:00.000Z"],
    ["12am", "2026-03-04T00:00:00.000Z"],
    ["9:15 PM", "2026-03-03T21:15:00.000Z"],
    ["today 23:00", "2026-03-04T23:00:00.000Z"],
    ["yesterday 9am", "2026-03-03T09:00:00.000Z"],
    ["Yesterday at noon", "2026-03-03T12:00:00.000Z"],
    ["yesterday", "2026-03-03T00:00:00.000Z"],
    ["monday 10:42", "2026-03-02T10:42:00.000Z"],
    ["wednesday 9am", "2026-03-04T09:00:00.000Z"],
    ["wednesday 11am", "2026-02-25T11:00:00.000Z"],
    ["last wednesday 9am", "2026-02-25T09:00:00.000Z"],
    ["2h ago", "2026-03-04T08:30:00.000Z"],
    ["90 minutes ago", "2026-03-04T09:00:00.000Z"],
    ["1d 2h ago", "2026-03-03T08:30:00.000Z"],
    ["1 day and 30 min ago", "2026-03-03T10:00:00.000Z"],
    ["1772620200000", "2026-03-04T10:30:00.000Z"],
    ["@1772620200", "2026-03-04T10:30:00.000Z"],
  ])("reads %j", (text, moment) => {
    expect(read(text)).toBe(moment);
  });

  test.each([
    "",
    "1772620200",
    "9",
    "25:00",
    "10:60",
    "13pm",
    "2026-02-30",
    "2026-03-02 24:01",
    "2026-03-02T10:00+24:00",
    "2h",
    "tomorrow",
    "ago",
    "10:42 or so",
    "999999w ago",
  ])("refuses %j and says how times are written", (text) => {
    const reading = () => read(text);
    expect(reading).toThrow(UsageError);
    expect(reading).toThrow(/^Cannot read ".*" as a time: /);
  });

  test("reads in the zone, through changes of its clocks", () => {
    expect(read("2026-03-28 10:42", berlin)).toBe("2026-03-28T09:42:00.000Z");
    expect(read("2026-03-29 10:42", berlin)).toBe("2026-03-29T08:42:00.000Z");
    expect(read("2026-10-25 02:30", berlin)).toBe("2026-10-25T00:30:00.000Z");
    expect(() => read("2026-03-29 02:30", berlin)).toThrow("clocks in Europe/Berlin skip it");
    expect(read("11:00", berlin)).toBe("2026-03-04T10:00:00.000Z");
    expect(read("2026-03-02 00:00", zoneNamed("Asia/Kathmandu"))).toBe("2026-03-01T18:15:00.000Z");
  });

  test("reads back what writeTime writes, but for the hour that clocks show twice", () => {
    const zones = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"].map(
      zoneNamed,
    );
    const moments = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
        const again = parseTime(writeTime(moment, zone), { now, zone });
        expect([0, 1_800_000, 3_600_000]).toContain(moment - again);
        expect(writeTime(again, zone)).toBe(writeTime(moment, zone));
      }),
      { numRuns: 500 },
    );
  });

  test("gives whole ms or a UsageError for any text", () => {
    const words = fc.constantFrom(
      ..."now today yesterday last monday at noon ago 9 10:42 am pm 2h d 3 days 2026-03-02 T10:00 Z +01:00 @ 99999 , and".split(
        " ",
      ),
    );
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: "grapheme" }),
      fc.array(words, { maxLength: 5 }).map((all) => all.join(" ")),
      fc.array(words, { maxLength: 5 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          expect(Number.isSafeInteger(parseTime(text, { now, zone: berlin }))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
