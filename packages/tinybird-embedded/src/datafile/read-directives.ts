import { DatafileError } from "./datafile-error.ts";
import { type Directive, isDirective } from "./known-directives.ts";
import { lexLine } from "./lex-line.ts";

export interface NumberedLine {
  readonly text: string;
  /** In the file, from 1. */
  readonly line: number;
}

/** One directive of a datafile, with its value or its block. */
export interface DirectiveStatement {
  readonly directive: Directive;
  readonly file: string;
  readonly line: number;
  /** Text after the directive, as written; `""` when it opens a block. */
  readonly value: string;
  /** Lines under `DIRECTIVE >`, without those that hold only blanks or a `#` comment. */
  readonly block?: readonly NumberedLine[];
}

/**
 * Splits the text of a datafile into its directives, in order.
 *
 * A block ends at the first line that is not indented and begins with a directive Tinybird knows.
 *
 * @throws {DatafileError} When a line outside a block begins with no directive of Tinybird.
 */
export function readDirectives(text: string, file: string): DirectiveStatement[] {
  const statements: DirectiveStatement[] = [];
  let block: NumberedLine[] | undefined;
  for (const { text: content, line } of numberedLines(text)) {
    const { word, rest } = lexLine(content);
    if (word === "") continue;
    const directive = word.toUpperCase();
    if (block !== undefined && (!isDirective(directive) || /^\s/.test(content))) {
      block.push({ text: content, line });
      continue;
    }
    const known = knownDirective(directive, file, line);
    block = opensBlock(rest, known, file, line) ? [] : undefined;
    const statement = { directive: known, file, line };
    statements.push(block ? { ...statement, value: "", block } : { ...statement, value: rest });
  }
  return statements;
}

function numberedLines(text: string): NumberedLine[] {
  const withoutMark = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return withoutMark.split(/\r\n|\n|\r/).map((line, index) => ({ text: line, line: index + 1 }));
}

function knownDirective(directive: string, file: string, line: number): Directive {
  if (isDirective(directive)) return directive;
  throw new DatafileError({
    file,
    line,
    directive,
    cannot: `read ${directive}`,
    as: "a line must begin with a directive of Tinybird",
  });
}

function opensBlock(rest: string, directive: Directive, file: string, line: number): boolean {
  if (!/^>(\s|$)/.test(rest)) return false;
  if (rest === ">") return true;
  throw new DatafileError({
    file,
    line,
    directive,
    cannot: `read the text after "${directive} >"`,
    as: "a block must begin on the next line",
  });
}
