import { DatafileError } from "./datafile-error.ts";
import { unquote } from "./lex-line.ts";
import type { DirectiveStatement, NumberedLine } from "./read-directives.ts";

/** Gives the text of a directive: its value without quotes, or its block without indentation. */
export function textOf(statement: DirectiveStatement): string {
  return statement.block === undefined ? unquote(statement.value) : dedent(statement.block);
}

/**
 * Gives the lines of a directive that must be a block.
 *
 * @throws {DatafileError} When it is written on one line.
 */
export function blockOf(statement: DirectiveStatement): readonly NumberedLine[] {
  if (statement.block !== undefined) return statement.block;
  const { directive } = statement;
  throw invalid(statement, `it must be a block: "${directive} >" and indented lines below it`);
}

/**
 * Gives the value of a directive that must be written on one line and not be empty.
 *
 * @throws {DatafileError} When it is a block or has no value.
 */
export function lineOf(statement: DirectiveStatement): string {
  if (statement.block !== undefined) throw invalid(statement, "it must be on one line");
  const value = unquote(statement.value).trim();
  if (value === "") throw invalid(statement, "it must have a value");
  return value;
}

/** Makes the error for a directive that says what it may not say. */
export function invalid(statement: DirectiveStatement, as: string): DatafileError {
  const { file, line, directive } = statement;
  return new DatafileError({ file, line, directive, cannot: `read ${directive}`, as });
}

/** Joins the lines of a block without the indentation that all of them share. */
export function dedent(lines: readonly NumberedLine[]): string {
  const margins = lines.map(({ text }) => /^[ \t]*/.exec(text)?.[0] ?? "");
  const margin = margins.reduce(sharedStart, margins[0] ?? "");
  return lines
    .map(({ text }) => text.slice(margin.length))
    .join("\n")
    .trim();
}

function sharedStart(left: string, right: string): string {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return left.slice(0, length);
}
