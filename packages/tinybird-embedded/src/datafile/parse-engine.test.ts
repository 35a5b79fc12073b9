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
    ["ENGINE MergeTree()", { type: "MergeTree" }],
    [
      "ENGINE Join\nENGINE_JOIN_STRICTNESS ALL\nENGINE_JOIN_TYPE INNER\nENGINE_KEY_COLUMNS 'a, b'",
      { type: "Join", joinStrictness: "ALL", joinType: "INNER", joinKeys: "a, b" },
    ],
    [
      "ENGINE Join(ANY, LEFT, a, b)",
      { type: "Join", joinStrictness: "ANY", joinType: "LEFT", joinKeys: "a, b" },
    ],
    [
      "ENGINE SummingMergeTree((a, b))\nENGINE_SORTING_KEY id",
      { type: "SummingMergeTree", columns: "a, b", sortingKey: "id" },
    ],
    [
      "ENGINE ReplacingMergeTree(at, gone)\nENGINE_SORTING_KEY id",
      { type: "ReplacingMergeTree", ver: "at", isDeleted: "gone", sortingKey: "id" },
    ],
    [
      "ENGINE VersionedCollapsingMergeTree\nENGINE_SORTING_KEY id\nENGINE_SIGN s\nENGINE_VERSION v",
      { type: "VersionedCollapsingMergeTree", sortingKey: "id", sign: "s", version: "v" },
    ],
  ])("reads %j", (text, definition) => {
    expect(engine(text)).toEqual(definition);
  });

  test.each([
    ["ENGINE Join", "engine Join must have ENGINE_KEY_COLUMNS"],
    ["ENGINE MergeTree(a)", "engine MergeTree must not have a in brackets"],
    ["ENGINE ReplacingMergeTree((a)", "its partner: current value is ("],
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
