import { describe, expect, test } from "vitest";
import { startPosition } from "./start-position.ts";

const topic = { low: 10, high: 20 };

describe("startPosition", () => {
  test.each([
    ["the log's, when it is further", { logged: 15, committed: 12 }, { next: 15 }],
    ["the group's, when another server read on", { logged: 12, committed: 15 }, { next: 15 }],
    ["the log's alone", { logged: 20, committed: undefined }, { next: 20 }],
    ["the group's alone", { logged: undefined, committed: 10 }, { next: 10 }],
    [
      "the oldest message, when more is gone",
      { logged: 3, committed: 4 },
      { next: 10, why: "expired" },
    ],
  ])("begins with %s", (_, known, expected) => {
    expect(startPosition({ ...topic, ...known }, "earliest")).toEqual(expected);
    expect(startPosition({ ...topic, ...known }, "latest")).toEqual(expected);
  });

  test.each([
    ["new", { logged: undefined, committed: undefined }],
    ["replaced", { logged: 21, committed: undefined }],
  ])("does as KAFKA_AUTO_OFFSET_RESET says when it is %s", (why, known) => {
    expect(startPosition({ ...topic, ...known }, "earliest")).toEqual({ next: 10, why });
    expect(startPosition({ ...topic, ...known }, "latest")).toEqual({ next: 20, why });
  });
});
