import { describe, expect, test } from "vitest";
import { docSnippets, markdownSnippets } from "./find-snippets.ts";
import { snippetModule } from "./snippet-module.ts";

const module = (code: string, names: readonly string[] = []) =>
  snippetModule(
    { place: "a.md:1", code },
    new Map(names.map((name) => [name, { from: "@audit/math" }])),
  );

describe("snippetModule", () => {
  test("compares an expression with the value in its comment", () => {
    expect(module("add(1, 2); // 3")).toContain('deepStrictEqual(add(1, 2), 3, "a.md:1");');
    expect(module('name(); // "a"')).toContain('deepStrictEqual(name(), "a", "a.md:1");');
  });

  test("compares with a value on the next line", () => {
    expect(module("list();\n// [1, 2]")).toContain('deepStrictEqual(list(), [1, 2], "a.md:1");');
  });

  test("leaves words of prose and declarations alone", () => {
    const code = "const a = 1; // 2 is next\nrun(); // prints a line";
    expect(module(code)).toContain(code);
  });

  test("imports names that are used and not declared", () => {
    const names = ["add", "gone", "own", "key", "list"];
    const code = module(
      "const { key: own } = add(1, 2);\nfor (const one of list) key(one);",
      names,
    );
    for (const name of ["add", "key", "list"])
      expect(code).toContain(`import { ${name} } from "@audit/math";`);
    expect(code).not.toMatch(/import \{ (gone|own) \}/);
  });

  test("gives values that a snippet takes for granted", () => {
    const implicit = new Map([["token", { code: '"t"' }]]);
    expect(snippetModule({ place: "a.md:1", code: "use({ token });" }, implicit)).toContain(
      'const token = "t";',
    );
  });
});

describe("markdownSnippets", () => {
  test("gives ts blocks with their lines, and no others", () => {
    const text = "# A\n```sh\nls\n```\n```ts\nrun();\n```\n";
    expect(markdownSnippets("a.md", text)).toEqual([{ place: "a.md:6", code: "run();\n" }]);
  });

  test("leaves blocks with a title to the tutorial's own test", () => {
    const text = "```ts title=a.ts\nexport const a = 1;\n```\n```ts\nrun();\n```\n";
    expect(markdownSnippets("a.md", text)).toEqual([{ place: "a.md:5", code: "run();\n" }]);
  });
});

describe("docSnippets", () => {
  test("gives the examples of doc comments", () => {
    const text =
      "/**\n * Adds.\n *\n * @example\n * add(1, 2); // 3\n * @throws never\n */\nexport";
    expect(docSnippets("a.ts", text)).toEqual([{ place: "a.ts:4", code: "add(1, 2); // 3" }]);
  });
});
