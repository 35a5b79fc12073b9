import { describe, expect, test } from "vitest";
import { renderTemplate } from "../render-template.ts";

const MS = "date_format='%Y-%m-%dT%H:%M:%S.%fz'";

// Tinybird gives the same for the same calls.
describe("date differences", () => {
  test.each([
    ["day_diff('2019-02-01', '2019-01-02')", "30"],
    ["date_diff_in_days('2019-01-01', '2019/01/04', backup_date_format='%Y/%m/%d')", "3"],
    [
      "date_diff_in_days('2019-02-01T20:00:00z', '2019-02-15', '%Y-%m-%dT%H:%M:%Sz', backup_date_format='%Y-%m-%d')",
      "13",
    ],
    [`date_diff_in_hours('2022-12-19T18:42:23.521Z', '2022-12-19T18:42:23.521Z', ${MS})`, "0"],
    ["date_diff_in_hours('2022-12-14 18:42:22', '2022-12-19 18:42:22')", "120"],
    ["date_diff_in_minutes('2022-12-14 18:42:22', '2022-12-19 18:42:22')", "7200"],
    [
      `date_diff_in_minutes('2022-12-19T03:22:12.102Z', '2022-12-19', ${MS}, backup_date_format='%Y-%m-%d')`,
      "202",
    ],
    ["date_diff_in_seconds('2022-12-19 18:42:22', '2022-12-19 18:43:22')", "60"],
    [
      "date_diff_in_seconds('2022-12-19 18:42:23.521', '2022-12-19 18:42:24.521', '%Y-%m-%d %H:%M:%S.%f')",
      "1",
    ],
    [`date_diff_in_seconds('2022-12-19T18:42:23.521Z', '2022-12-19T18:42:23.531Z', ${MS})`, "0"],
    [
      "date_diff_in_seconds('2022-12-19T00:00:00+0200', '2022-12-18T22:00:01Z', '%Y-%m-%dT%H:%M:%S%z')",
      "1",
    ],
  ])("gives for %s %s", (call, expected) => {
    expect(render(`{{ ${call} }}`)).toBe(expected);
  });

  test.each([
    "date_diff_in_days('2019-01-01', '2019-00-02', none_if_error=True)",
    "date_diff_in_days('2019-02-30', '2019-02-02', none_if_error=True)",
    "date_diff_in_hours('2022-12-32 18:42:22', '2022-12-19 18:42:22', none_if_error=True)",
    "date_diff_in_minutes('2022-12-14 18:42:22', '2022/12/19 18:42:22', none_if_error=True)",
    "date_diff_in_days('2019', '2019', '%Y %Y', none_if_error=True)",
    "date_diff_in_days('a', 'b', '%A', none_if_error=True)",
    "date_diff_in_days(missing, missing, none_if_error=True)",
  ])("gives None for %s", (call) => {
    expect(render(`{% if ${call} is None %}None{% end %}`)).toBe("None");
  });

  test.each([
    [
      "day_diff('2019', '2019-01-01')",
      "invalid date format in function `day_diff`, it must be ISO",
    ],
    ["date_diff_in_days('a', 'b')", "invalid date format in function `date_diff_in_days`"],
    [
      "date_diff_in_hours('a', 'b')",
      "invalid date_format in function `date_diff_in_hours`, defaults",
    ],
  ])("refuses %s", (call, message) => {
    expect(() => render(`{{ ${call} }}`)).toThrow(`Template Syntax Error: ${message}`);
  });
});

function render(template: string): string {
  return renderTemplate(`%${template}`, { parameters: {} }).sql;
}
