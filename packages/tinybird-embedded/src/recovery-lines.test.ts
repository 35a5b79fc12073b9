import { describe, expect, test } from "vitest";
import type { Recovery } from "./durability/recovery.ts";
import { recoveryLines } from "./recovery-lines.ts";

const nothing: Recovery = { replayed: 0, torn: 0, damage: [] };

function lines(recovery: Partial<Recovery>): string[] {
  return [...recoveryLines({ ...nothing, ...recovery })];
}

describe("recoveryLines", () => {
  test("says nothing of a start that had to do nothing", () => {
    expect(lines({})).toEqual([]);
  });

  test.each([
    ["missing", "it was missing"],
    ["unfinished", "it was being changed when the server ended"],
    ["version", "another version of ClickHouse wrote it"],
  ] as const)("says why the store was rebuilt: %s", (rebuilt, why) => {
    expect(lines({ rebuilt })).toEqual([`Rebuilt the store from the log, as ${why}.`]);
  });

  test("says what was brought in, what was cut off, and each place that was left out", () => {
    const damage = [
      { file: "/data/log/1.log", offset: 0, reason: "one reason" },
      { file: "/data/log/9.log", offset: 42, reason: "another" },
    ];
    expect(lines({ replayed: 3, torn: 7, damage })).toEqual([
      "Brought in 3 records of the log.",
      "Cut 7 bytes of a record that was never acknowledged off the log.",
      'Left out what cannot be read of "/data/log/1.log" from byte 0 on: one reason.',
      'Left out what cannot be read of "/data/log/9.log" from byte 42 on: another.',
    ]);
  });
});
