import { describe, expect, test } from "vitest";
import { parseTests } from "./read-tests.ts";

describe("parseTests", () => {
  const parameters = (text: string) => {
    const [only] = parseTests(`- name: a\n  parameters: ${text}\n`, "tests/p.yaml");
    return Object.fromEntries(only?.call?.parameters ?? []);
  };

  test("reads a case with its line, the pipe by the file's name", () => {
    const text = "\n- name: a\n  expected_result: ''\n\n- name: b\n  expected_http_status: 400\n";
    expect(parseTests(text, "tests/totals.yaml")).toMatchObject([
      { file: "tests/totals.yaml", line: 2, name: "a", call: { pipe: "totals", expected: "" } },
      { line: 5, name: "b", call: { status: 400 } },
    ]);
  });

  test("reads parameters percent-encoded, raw, folded, with a path before them, or none", () => {
    expect(parameters("from=2024-01-01%2000%3A00%3A00&n=1")).toEqual({
      from: "2024-01-01 00:00:00",
      n: "1",
    });
    expect(parameters("from=2024-01-01\n    00:00:00&q=a+b")).toEqual({
      from: "2024-01-01 00:00:00",
      q: "a b",
    });
    expect(parameters("/v0/pipes/p.json?url=http://a/?b")).toEqual({ url: "http://a/?b" });
    expect(parameters("url=http://a/?b")).toEqual({ url: "http://a/?b" });
    expect(parameters("")).toEqual({});
  });

  test("reads a test of Tinybird Classic as SQL that gives no rows", () => {
    const text = "- none-negative:\n    max_time: null\n    sql: |\n      SELECT 1\n";
    expect(parseTests(text, "tests/default.yaml")).toMatchObject([
      { name: "none-negative", line: 1, sql: "SELECT 1\n" },
    ]);
  });

  test.each([
    ["- name: [", 1, "it must be YAML: "],
    ["name: a", 1, "it must be a list of test cases"],
    ["- a", 1, "a test case must have name, parameters and expected_result"],
    ["- name: a\n- parameters: ''", 2, "a test case must have name"],
    ["- name: a\n  parameters: 1", 1, 'parameters must be a text like "a=1&b=2"'],
    ["- name: a\n  expected_result: {a: 1}", 1, "expected_result must be a text"],
    ["- name: a\n  expected_http_status: x", 1, "expected_http_status must be a number"],
  ])("says what is wrong with %j", (text, line, reason) => {
    const wrong = parseTests(text, "tests/p.yaml").filter((each) => each.unreadable !== undefined);
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatchObject({ line, unreadable: expect.stringContaining(reason) });
  });
});
