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

  test("takes a text in pieces and its bytes, cut anywhere", async () => {
    const text = [line(now, "a"), "?", "", line(now, "é😀")].join("\r\n");
    const bytes = Buffer.from(text);
    async function* later() {
      for (let from = 0; from < bytes.length; from += 3) yield bytes.subarray(from, from + 3);
    }
    const whole = await readChecks(text, now);
    expect(whole.checks.map(({ monitor }) => monitor)).toEqual(["a", "é😀"]);
    expect(whole.skipped.map((skipped) => skipped.line)).toEqual([2]);
    expect(await readChecks([...text].values(), now)).toEqual(whole);
    expect(await readChecks([bytes], now)).toEqual(whole);
    expect(await readChecks(later(), now)).toEqual(whole);
  });

  test("ends a line at a line feed only, so that separators in a message and lone returns count no lines", async () => {
    const message = "first\u2028second\u2029third";
    const raw = `{"timestamp":${now},"monitor":"a","status":"down","message":"${message}"}`;
    const returned = `{"timestamp":${now},\r"monitor":"b",\r"status":"up"}`;
    const text = [raw, returned, '{"a":"b\rc"}', line(now, "c")].join("\n");
    const read = await readChecks(text, now);
    expect(read.checks.map(({ monitor }) => monitor)).toEqual(["a", "b", "c"]);
    expect(read.checks[0]?.message).toBe(message);
    expect(read.skipped.map((skipped) => skipped.line)).toEqual([3]);
    expect(await readChecks([Buffer.from(text)], now)).toEqual(read);
  });

  test("skips a line that is too long, blank or not, and goes on", async () => {
    const long = JSON.stringify({ timestamp: now, monitor: "a", status: "up", x: "x".repeat(1e6) });
    const text = [long, " ".repeat(2e6), line(now, "b")].join("\n");
    const { checks, skipped } = await readChecks(text, now);
    expect(checks).toHaveLength(1);
    const problem = "line must have at most 1000000 characters";
    expect(skipped).toEqual([
      { line: 1, problem },
      { line: 2, problem },
    ]);
  });

  test("gives nothing for nothing", async () => {
    expect(await readChecks("", now)).toEqual({ checks: [], skipped: [] });
  });
});
