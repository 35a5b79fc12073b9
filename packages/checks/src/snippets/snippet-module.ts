import type { Snippet } from "./find-snippets.ts";

/** What a snippet may use without saying so: by name, the package it comes from or the code that gives it. */
export type Implicit = ReadonlyMap<string, { readonly from: string } | { readonly code: string }>;

// Where a comment begins like this it is a value, not prose.
const value = String.raw`(?=["'[{\d-]|true\b|false\b|null\b|undefined\b)(.+)$`;
const expression = String.raw`^(?!\s*(?:const|let|import|export|for|if|\/\/))([^\n]+?);`;
const sameLine = new RegExp(`${expression}\\s*// ${value}`, "gm");
const nextLine = new RegExp(`${expression}\\n// ${value}`, "gm");

/**
 * Gives a module that does what the snippet says and throws where a value is not as written.
 *
 * `expression; // value` on one line, or the value alone as a comment on the next, is a comparison. In
 * doc comments names need no import: they come from the packages themselves.
 */
export function snippetModule({ code, place }: Snippet, implicit: Implicit = new Map()): string {
  const compare = (_: string, given: string, expected: string) =>
    `deepStrictEqual(${given}, ${expected}, ${JSON.stringify(place)});`;
  const bound = boundNames(code);
  const used = [...implicit].filter(
    ([name]) => !bound.has(name) && new RegExp(`(?<![.\\w"'])${name}\\b`).test(code),
  );
  return [
    'import { deepStrictEqual } from "node:assert";',
    ...used.map(([name, source]) =>
      "from" in source
        ? `import { ${name} } from "${source.from}";`
        : `const ${name} = ${source.code};`,
    ),
    code.replaceAll(sameLine, compare).replaceAll(nextLine, compare),
    "void deepStrictEqual;",
    "export {};",
    "",
  ].join("\n");
}

/** Gives the names that a snippet declares or imports itself. */
function boundNames(code: string): ReadonlySet<string> {
  const patterns = [
    ...code.matchAll(/\b(?:const|let|function|class|import)\s+(\{[^}]*\}|\[[^\]]*\]|\w+)/g),
  ];
  return new Set(
    patterns.flatMap(([, pattern = ""]) =>
      pattern
        .replaceAll(/[{}[\]]/g, "")
        .split(",")
        .map((part) => (part.split(/:| as /).at(-1) ?? "").trim().split(/\s/)[0] ?? ""),
    ),
  );
}
