/** A piece of code that a person reads in the documentation. */
export interface Snippet {
  /** `README.md:12` */
  readonly place: string;
  readonly code: string;
}

/**
 * Gives the `ts` blocks of a Markdown text. A block with a title, `ts title=deploy.ts`, is a file of a
 * tutorial, which needs the others: the tutorial's own test runs it.
 */
export function markdownSnippets(file: string, text: string): Snippet[] {
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    place: `${file}:${lineOf(text, match.index) + 1}`,
    code: match[1] ?? "",
  }));
}

/** Gives the `@example` blocks of the doc comments of a source text. */
export function docSnippets(file: string, text: string): Snippet[] {
  return [...text.matchAll(/^[ \t]*\/\*\*.*?\*\//gms)].flatMap((comment) =>
    [...comment[0].matchAll(/@example\b(.*?)(?=^\s*\*\s*@[a-z]|\*\/)/gms)].map((match) => ({
      place: `${file}:${lineOf(text, comment.index + match.index)}`,
      code: (match[1] ?? "")
        .replaceAll(/^[ \t]*\*[ \t]?/gm, "")
        .replaceAll(/^```.*$/gm, "")
        .trim(),
    })),
  );
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
