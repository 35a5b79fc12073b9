import { describe, expect, test } from "vitest";
import { withoutComments } from "./without-comments.ts";

describe("withoutComments", () => {
  test.each([
    ["SELECT 1 -- of events\nFROM plans", "SELECT 1  \nFROM plans"],
    ["SELECT 1 /* of\nevents */ FROM plans", "SELECT 1   FROM plans"],
  ])("leaves out what %j says of nothing", (sql, bare) => {
    expect(withoutComments(sql)).toBe(bare);
  });

  test.each([
    "SELECT '--' AS dash FROM plans",
    "SELECT 'it''s --' FROM plans",
    "SELECT '\\'--' FROM plans",
    "SELECT 1 AS `--` FROM plans",
    "SELECT '/*' FROM plans WHERE a = '*/'",
    "SELECT {{ String(a, '--') }} FROM plans",
    "SELECT 'no end -- FROM plans",
  ])("keeps %j, which has no comment that is certain", (sql) => {
    expect(withoutComments(sql)).toBe(sql);
  });
});
