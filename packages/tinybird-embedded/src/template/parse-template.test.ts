import { describe, expect, test } from "vitest";
import { parseTemplate } from "./parse-template.ts";

describe("parseTemplate", () => {
  test("reads text, outputs and blocks with their lines", () => {
    const nodes = parseTemplate("a\n{{ x }}{% if y %}\nb{% elif z %}c{% else %}d{% end %}");
    expect(nodes).toMatchObject([
      { kind: "text", text: "a\n", line: 1 },
      { kind: "output", source: "x", line: 2 },
      {
        kind: "if",
        line: 2,
        branches: [
          { test: { kind: "name", name: "y" }, body: [{ text: "\nb" }] },
          { test: { kind: "name", name: "z" }, body: [{ text: "c" }] },
          { body: [{ text: "d" }] },
        ],
      },
    ]);
  });

  test("takes names apart in for and set", () => {
    expect(parseTemplate("{% for a, b in c %}{% set (d, e) = f %}{% end %}")).toMatchObject([
      { kind: "for", names: ["a", "b"], body: [{ kind: "set", names: ["d", "e"] }] },
    ]);
  });

  test.each([
    ["{{ a", "Missing end }}, line 1"],
    ["\n{% if a", "Missing end %}, line 2"],
    ["{# a", "Missing end #}, line 1"],
    ["{{ }}", "Empty expression, line 1"],
    ["{% %}", "Empty block tag ({% %}), line 1"],
    ["a\n{% if a %}b", "Missing {% end %} block for if at line 2"],
    ["{% for a in b %}", "Missing {% end %} block for for at line 1"],
    ["{% end %}", "Extra {% end %} block, line 1"],
    ["{% else %}", "else outside if block, line 1"],
    ["{% if a %}{% else %}{% else %}{% end %}", "else after else, line 1"],
    ["{% for a in b %}{% else %}{% end %}", "else block cannot be attached to for, line 1"],
    ["{% import os %}", "import is forbidden, line 1"],
    ["{% raw a %}", "raw is forbidden, line 1"],
    ["{% while a %}{% end %}", "while is not supported here, line 1"],
    ["{% hello %}", "unknown operator: 'hello', line 1"],
    ["{% set a.b = 1 %}", 'Cannot assign to "" as it must be a name, line 1'],
    ["{% set 1 = 1 %}", 'Cannot assign to "1" as it must be a name, line 1'],
    ["{% set a += 1 %}", "Cannot assign to"],
    ["{% for a in %}{% end %}", "Cannot assign to"],
  ])("refuses %j", (template, message) => {
    expect(() => parseTemplate(template)).toThrow(`Template Syntax Error: ${message}`);
  });
});
