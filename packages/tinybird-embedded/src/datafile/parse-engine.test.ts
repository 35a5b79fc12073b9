import { describe, expect, test } from "vitest";
import { parseEngine } from "./parse-engine.ts";
import { readDirectives } from "./read-directives.ts";

describe("parseEngine", () => {
  test("is a MergeTree when nothing is said", () => {
    expect(engine("")).toEqual({ type: "MergeTree" });
  });

  test("reads every option", () => {
    const text = `ENGINE "ReplacingMergeTree"
ENGINE_PARTITION_KEY "toYYYYMM(at)"
ENGINE_SORTING_KEY id, at
ENGINE_PRIMARY_KEY 'id'
ENGINE_SAMPLING_KEY cityHash64(id)
ENGINE_TTL "toDateTime(at) + INTERVAL 1 DAY"
ENGINE_SETTINGS index_granularity=32
ENGINE_VER "at"
ENGINE_IS_DELETED gone`;
    expect(engine(text)).toEqual({
      type: "ReplacingMergeTree",
      partitionKey: "toYYYYMM(at)",
      sortingKey: "id, at",
      primaryKey: "id",
      samplingKey: "cityHash64(id)",
      ttl: "toDateTime(at) + INTERVAL 1 DAY",
      settings: "index_granularity=32",
      ver: "at",
      isDeleted: "gone",
    });
  });

  test.each([
    ["ENGINE Log", "it must be one of MergeTree, ReplacingMergeTree, SummingMergeTree"],
    ["ENGINE constructor", "it must be one of MergeTree"],
    ["ENGINE AggregatingMergeTree", "engine AggregatingMergeTree must have ENGINE_SORTING_KEY"],
    [
      "ENGINE CollapsingMergeTree\nENGINE_SORTING_KEY id",
      "engine CollapsingMergeTree must have ENGINE_SIGN",
    ],
    ["ENGINE MergeTree\nENGINE_VER at", "a:2: Cannot read ENGINE_VER as engine MergeTree must not"],
  ])("refuses %j", (text, message) => {
    expect(() => engine(text)).toThrow(message);
  });
});

function engine(text: string) {
  return parseEngine(readDirectives(text, "a"));
}
