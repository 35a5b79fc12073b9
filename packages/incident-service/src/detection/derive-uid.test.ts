import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveUid, type UidSource } from "./derive-uid.ts";

const source: UidSource = {
  monitor: "api",
  region: "gru",
  timestamp: 1_700_000_000_000,
  action: "monitor.down",
  ordinal: 0,
};

describe("deriveUid", () => {
  test("stays the same for ever: a retry after an upgrade is not a new event", () => {
    expect(deriveUid(source)).toBe("0loyw3v2800001wKGNw2k5f9ds3oS");
  });

  test("differs when any part differs, also where parts touch", () => {
    const uids = [
      source,
      { ...source, monitor: "api2" },
      { ...source, monitor: 'api","' },
      { ...source, monitor: "apigru", region: "" },
      { ...source, region: "ams" },
      { ...source, timestamp: source.timestamp + 1 },
      { ...source, action: "monitor.recovered" },
      { ...source, ordinal: 1 },
    ].map(deriveUid);
    expect(new Set(uids.map((uid) => uid.slice(13))).size).toBe(uids.length);
  });

  test("sorts by time, then ordinal, compared by code unit", () => {
    const sources = fc.record({
      monitor: fc.constant("api"),
      region: fc.string(),
      timestamp: fc.integer({ min: 1e11, max: 36 ** 9 - 1 }),
      action: fc.string(),
      ordinal: fc.integer({ min: 0, max: 36 ** 4 - 1 }),
    });
    fc.assert(
      fc.property(sources, sources, (a, b) => {
        const before = a.timestamp - b.timestamp || a.ordinal - b.ordinal;
        if (before !== 0) expect(deriveUid(a) < deriveUid(b)).toBe(before < 0);
        expect(deriveUid(a)).toMatch(/^[\x21-\x7e]{29}$/);
      }),
    );
  });
});
