import { catalog, createWriter } from "@audit/events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCheckLine } from "./parse-check-line.ts";

const now = 1_700_000_000_000;
const valid = { timestamp: now, monitor: "api", status: "up" };
const parse = (fields: object) => parseCheckLine(JSON.stringify({ ...valid, ...fields }), now);

describe("parseCheckLine", () => {
  test("gives a check with its three required fields", () => {
    expect(parse({})).toEqual({ ok: true, check: valid });
  });

  test("keeps every optional field and ignores other keys", () => {
    const optional = {
      statusCode: 503,
      latencyMs: 0.5,
      region: "gru",
      message: "timed out\nafter 10 s",
      name: "The API",
      url: "https://api.test",
    };
    expect(parse({ ...optional, other: 1, __proto__: { region: 5 } })).toEqual({
      ok: true,
      check: { ...valid, ...optional },
    });
  });

  test.each([
    ["line", "", "line must be a JSON object"],
    ["line", "{", "line must be a JSON object"],
    ["line", "[]", "line must be a JSON object"],
    ["line", "null", "line must be a JSON object"],
    [
      "status",
      '{"timestamp":1700000000000,"monitor":"a","status":"paused"}',
      "status must be one of up, degraded, down",
    ],
    [
      "latencyMs",
      '{"timestamp":1700000000000,"monitor":"a","status":"up","latencyMs":1e999}',
      "latencyMs must be a finite number",
    ],
  ])("names %s and what must hold for %s", (_field, line, problem) => {
    expect(parseCheckLine(line, now)).toEqual({ ok: false, problem });
  });

  test.each([
    { timestamp: undefined },
    { timestamp: "1700000000000" },
    { timestamp: 1_700_000_000_000.5 },
    { timestamp: 1_700_000_000 },
    { timestamp: 1e11 - 1 },
    { timestamp: now + 86_400_001 },
    { monitor: undefined },
    { monitor: "" },
    { monitor: 5 },
    { monitor: "x".repeat(201) },
    { monitor: "a\nb" },
    { monitor: "a\u2028b" },
    { monitor: "a\u0085b" },
    { monitor: "\ud800" },
    { status: undefined },
    { status: "UP" },
    { statusCode: "200" },
    { statusCode: null },
    { latencyMs: true },
    { region: "" },
    { region: 1 },
    { message: {} },
    { message: "\udfff" },
    { message: "x".repeat(4001) },
    { name: 1 },
    { name: "x".repeat(1001) },
    { url: null },
    { url: "x".repeat(2001) },
  ])("refuses %j by the name of the field", (fields) => {
    const [field] = Object.keys(fields);
    const result = parse(fields);
    expect(result.ok ? "no problem" : result.problem).toMatch(new RegExp(`^${field} must `));
  });

  test("takes timestamps from 1e11 to one day from now, both inclusive", () => {
    expect(parse({ timestamp: 1e11 }).ok).toBe(true);
    expect(parse({ timestamp: now + 86_400_000 }).ok).toBe(true);
  });

  test("takes a byte order mark and a carriage return", () => {
    expect(parseCheckLine(`\ufeff${JSON.stringify(valid)}\r`, now).ok).toBe(true);
  });

  test("gives a result for any text, and a monitor it takes makes a valid event id", () => {
    const monitors = fc.string({ unit: "binary", maxLength: 210 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          monitors.map((monitor) => JSON.stringify({ ...valid, monitor })),
        ),
        (line) => {
          const result = parseCheckLine(line, now);
          if (result.ok) {
            const id = `monitor:${result.check.monitor}`;
            createWriter(catalog).complete([{ id, action: "monitor.delete", metadata: {} }]);
          } else expect(result.problem).toMatch(/^\w+ must /);
        },
      ),
    );
  });
});
