import { describe, expect, test } from "vitest";
import { splitTemplate } from "./split-template.ts";

describe("splitTemplate", () => {
  test.each([
    ["a{b}c % }}", ["text:a{b}c % }}"]],
    ["{{a}}{%b%}{#c#}d", ["output:a", "block:b", "text:d"]],
    ["{{!a}} {%!b%} {#!c#}", ["text:{{a}} {%b%} {#c#}"]],
    ["{{{a}}}", ["text:{", "output:a", "text:}"]],
    ["map{'a': {{x}}}", ["text:map{'a': ", "output:x", "text:}"]],
    ["{", ["text:{"]],
    ["", []],
  ])("splits %j", (template, chunks) => {
    expect(splitTemplate(template).map(({ kind, text }) => `${kind}:${text}`)).toEqual(chunks);
  });

  test("counts lines through every kind of chunk", () => {
    const chunks = splitTemplate("a\n{# \n #}{{ b\n }}\n{% c %}");
    expect(chunks.map(({ line }) => line)).toEqual([1, 3, 4, 5]);
  });
});
