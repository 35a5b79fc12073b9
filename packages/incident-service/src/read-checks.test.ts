import { describe, expect, test } from "vitest";
import { readChecks } from "./read-checks.ts";

const now = 1_700_000_000_000;
const line = (timestamp: number, monitor: string) =>
  JSON.stringify({ timestamp, monitor, status: "up" });

describe("readChecks", () => {
  test("orders by timestamp and keeps the order of lines within a millisecond", async () => {
    const text = [line(now + 1, "a"), line(now, "b"), line(now + 1, "c"), line(now, "d")].join(
      "\n",
    );
    const { checks } = await readChecks(text, now);
    expect(checks.map(({ monitor }) => monitor)).toEqual(["b", "d", "a", "c"]);
  });

  test("lists skipped lines with their number, blank lines counted and not listed", async () => {
    const text = `\ufeff${line(now, "a")}\r\n\r\n{"timestamp":1}\r\n  \nnonsense\n${line(now, "b")}\n`;
    const { checks, skipped } = await readChecks(text, now);
    expect(checks).toHaveLength(2);
    expect(skipped).toEqual([
      { line: 3, problem: expect.stringMatching(/^timestamp must /) },
      { line: 5, problem: "line must be a JSON object" },
    ]);
  });

  test("takes lines from an iterable and from an async iterable", async () => {
    const lines = [line(now, "a"), "?", line(now, "b")];
    async function* later() {
      yield* lines;
    }
    const whole = await readChecks(lines.join("\n"), now);
    expect(await readChecks(lines, now)).toEqual(whole);
    expect(await readChecks(later(), now)).toEqual(whole);
  });

  test("gives nothing for nothing", async () => {
    expect(await readChecks("", now)).toEqual({ checks: [], skipped: [] });
  });
});
