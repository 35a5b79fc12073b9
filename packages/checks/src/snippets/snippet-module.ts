import type { Snippet } from "./find-snippets.ts";

/** Where a name comes from that a snippet uses without importing it. */
export type ImplicitImports = ReadonlyMap<string, string>;

/**
 * Gives a module that does what the snippet says and throws where a value is not as written.
 *
 * `expression; // value` on one line, or the value alone as a comment on the next, is a comparison. In
 * doc comments names need no import: they come from the packages themselves.
 */
export function snippetModule(
  { code, place }: Snippet,
  implicit: ImplicitImports = new Map(),
): string {
  const body = code.replaceAll(
    /^(?!\s*(?:const|let|import|export|for|if|\/\/))([^\n]*?);\s*\/\/ (?=["'[{\d-]|true|false|null|undefined)(.+)$/gm,
    (_, expression: string, value: string) =>
      `deepStrictEqual(${expression}, ${value}, ${JSON.stringify(place)});`,
  );
  const used = [...implicit].filter(
    ([name]) =>
      new RegExp(`(?<![.\\w"'])${name}\\b`).test(code) &&
      !new RegExp(`(?:const|let|function|class|import)[^=;]*\\b${name}\\b`).test(code),
  );
  const imports = used.map(([name, from]) => `import { ${name} } from "${from}";`);
  return [
    'import { deepStrictEqual } from "node:assert";',
    ...imports,
    joinValueLines(body, place),
    "void deepStrictEqual;",
    "export {};",
    "",
  ].join("\n");
}

function joinValueLines(body: string, place: string): string {
  return body.replaceAll(
    /^(?!\s*(?:const|let|import|export|for|if|\/\/|deepStrictEqual))([^\n]+);\n\/\/ (?=["'[{\d-]|true|false|null|undefined)(.+)$/gm,
    (_, expression: string, value: string) =>
      `deepStrictEqual(${expression}, ${value}, ${JSON.stringify(place)});`,
  );
}
