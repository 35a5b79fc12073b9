import { describe, expect, test } from "vitest";
import { parseExpression } from "./parse-expression.ts";

describe("parseExpression", () => {
  test("binds operators as Python does", () => {
    expect(parseExpression("not a or b and c == d + e * -f", 1)).toMatchObject({
      operator: "or",
      operands: [
        { kind: "unary", operator: "not" },
        {
          operator: "and",
          operands: [
            { name: "b" },
            {
              kind: "compare",
              first: { name: "c" },
              rest: [{ operator: "==", right: { operator: "+", right: { operator: "*" } } }],
            },
          ],
        },
      ],
    });
  });

  test("reads calls with keywords and a trailing comma, and gives each node its line", () => {
    expect(parseExpression("Int32(\n a,\n default=1,\n)", 3)).toMatchObject({
      kind: "call",
      name: "Int32",
      line: 3,
      given: {
        positional: [{ kind: "name", name: "a", line: 4 }],
        keywords: [["default", { kind: "literal", value: 1n, line: 5 }]],
      },
    });
  });

  test.each([
    ["a b", "Cannot read b as the expression must end here"],
    ["(a", "Cannot read the end as ) must come here"],
    ["a +", "Cannot read the end as a value must come here"],
    ["f(a=1, b)", "Cannot read b as a keyword argument must come here"],
    ["f(a=1, a=2)", "keyword argument repeated: a"],
    ["f(*a)", "Cannot read * as a value must come here"],
    ["f(a)(b)", "Cannot read ( as only a function can be called here"],
    ["a.__class__()", "Invalid attribute __class__"],
    ["a & b", "Cannot read & as the template language has no such operator here"],
    ["a := b", "Cannot read := as the template language has no such operator here"],
    ["a ? b", "Cannot read ? as no expression has it"],
    ["b'a'", "Cannot read b' as no expression has it"],
    ["lambda: 1", "Cannot read lambda as a value must come here"],
    ["[x for x.y in z]", "cannot assign to attribute: it must be a name"],
    ["[x for x]", "Cannot read ] as in must come here"],
    ["{1: 2, 3}", "Cannot read } as : must come here"],
    ["f'{a'", "f-string: expecting '}'"],
    ["f'a}'", "f-string: single '}' is not allowed"],
    ["f'{a b}'", "Cannot read b as the expression must end here"],
    ["f'{}'", "Empty expression"],
    ["f'{a:{b:{c:{d}}}}'", "f-string: expressions nested too deeply"],
    ["'a", "Cannot read ' as no expression has it"],
    ["'\\x4'", "Cannot read the escape \\x"],
    ["1abc", "Cannot read 1 as no expression has it"],
    ["007", "Cannot read 007 as a whole number"],
    ["a[1:2:3:4]", "Cannot read : as ] must come here"],
    ["a if b", "Cannot read the end as else must come here"],
  ])("refuses %s", (source, message) => {
    expect(() => parseExpression(source, 7)).toThrow(`Template Syntax Error: ${message}, line 7`);
  });

  test.each([
    ["a // b", "Invalid operator // in {{ }}: use it in {% set %}"],
    ["a ** b", "Invalid operator ** in {{ }}: use it in {% set %}"],
    ["[x for x in y]", "Invalid comprehension in {{ }}: use it in {% set %}"],
    ["f'{a // b}'", "Invalid operator // in {{ }}: use it in {% set %}"],
    ["str(a)", "'str' is not a valid function"],
    ["a.b", "Invalid attribute b in {{ }}: use it in {% set %}"],
    ["a.startswith('b')", "Invalid attribute startswith in {{ }}: use it in {% set %}"],
  ])("refuses %s in an output, where Tinybird does", (source, message) => {
    expect(() => parseExpression(source, 1, "output")).toThrow(message);
    expect(() => parseExpression(source, 1, "control")).not.toThrow();
  });
});
