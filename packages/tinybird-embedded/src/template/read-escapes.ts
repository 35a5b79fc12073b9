import { syntaxError } from "./template-error.ts";

const NAMED: ReadonlyMap<string, string> = new Map([
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\n", ""],
]);

const ESCAPE = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)/gsu;

/** Gives what stands between the quotes of a Python string literal, as it is written. */
export function stringBody(literal: string): string {
  const width = /^(?:'''|""")/.test(literal) ? 3 : 1;
  return literal.slice(width, -width);
}

/**
 * Gives the text that the body of a Python string literal stands for.
 *
 * @throws {TemplateError} At an escape that is cut off or names a character.
 */
export function readEscapes(body: string, line: number): string {
  return body.replace(ESCAPE, (whole, code: string) => {
    const named = NAMED.get(code);
    if (named !== undefined) return named;
    if (/^[0-7]/.test(code)) return String.fromCodePoint(Number.parseInt(code, 8));
    if (/^[xuU]./.test(code)) return codePoint(Number.parseInt(code.slice(1), 16), line);
    if (/^[xuUN]$/.test(code)) throw syntaxError(`Cannot read the escape ${whole}`, line);
    return whole;
  });
}

function codePoint(code: number, line: number): string {
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  throw syntaxError("Cannot read the escape of a character beyond 10ffff", line);
}
