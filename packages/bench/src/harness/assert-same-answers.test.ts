import { describe, expect, test } from "vitest";
import { assertSameAnswers } from "./assert-same-answers.ts";

describe("assertSameAnswers", () => {
  test("lets pass whoever comes to the same", () => {
    expect(() =>
      assertSameAnswers(
        "x",
        new Map([
          ["ours", "1"],
          ["theirs", "1"],
        ]),
      ),
    ).not.toThrow();
  });

  test("names the sides where answers differ", () => {
    const answers = new Map([
      ["ours", "1"],
      ["a loop", "2"],
      ["theirs", "1"],
    ]);
    expect(() => assertSameAnswers('"replay", 10 events,', answers)).toThrow(
      'Cannot compare "replay", 10 events, as all must come to the same: ours and theirs against a loop',
    );
  });
});
