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
      {
        kind: "for",
        target: { kind: "tuple", items: [{ name: "a" }, { name: "b" }] },
        body: [{ kind: "set", targets: [{ items: [{ name: "d" }, { name: "e" }] }] }],
      },
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
    ["{% else %}", "else outside if, for, while, try block, line 1"],
    ["{% elif a %}", "elif outside if block, line 1"],
    ["{% except %}", "except outside try block, line 1"],
    ["{% finally %}", "finally outside try block, line 1"],
    ["{% break %}", "break outside for, while block, line 1"],
    ["{% if a %}{% continue %}{% end %}", "continue outside for, while block, line 1"],
    ["{% for a in b %}{% else %}{% break %}{% end %}", "break outside for, while block, line 1"],
    ["{% while %}{% end %}", "Empty expression, line 1"],
    ["{% try %}{% end %}", "expected 'except' or 'finally' block, line 1"],
    [
      "{% try %}{% except %}{% except KeyError %}{% end %}",
      "default 'except:' must be last, line 1",
    ],
    ["{% try %}{% except os.error %}{% end %}", 'Cannot catch "os.error"'],
    [
      "{% try %}{% except Mine %}{% end %}",
      'Cannot catch "Mine" as it must be an exception of Python',
    ],
    ["{% set %}", "set missing statement, line 1"],
    ["{% for %}{% end %}", "for needs names and a list, line 1"],
    ["{% if a %}{% else %}{% else %}{% end %}", "else after else, line 1"],
    ["{% for a in b %}{% elif c %}{% end %}", "elif block cannot be attached to for, line 1"],
    [
      "{% while a %}{% else %}{% else %}{% end %}",
      "else block cannot be attached to while, line 1",
    ],
    ["{% import os %}", "import is forbidden, line 1"],
    ["{% raw a %}", "raw is forbidden, line 1"],
    ["{% hello %}", "unknown operator: 'hello', line 1"],
    ["{% set a.b = 1 %}", "cannot assign to attribute: it must be a name, line 1"],
    ["{% set 1 = 1 %}", "cannot assign to literal: it must be a name, line 1"],
    ["{% set a, b += 1 %}", "Cannot read 1 as a tuple cannot be added to here, line 1"],
    ["{% set a = 1 b %}", "Cannot read b as the expression must end here, line 1"],
    ["{% for a in %}{% end %}", "Cannot read the end as a value must come here, line 1"],
    ["{% for 1 in a %}{% end %}", "cannot assign to literal: it must be a name, line 1"],
  ])("refuses %j", (template, message) => {
    expect(() => parseTemplate(template)).toThrow(`Template Syntax Error: ${message}`);
  });
});
