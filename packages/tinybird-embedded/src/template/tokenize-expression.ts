import { readStringLiteral } from "./read-string-literal.ts";
import { syntaxError } from "./template-error.ts";

export type Token =
  | { kind: "name" | "operator" | "end"; text: string; line: number }
  | { kind: "string"; text: string; value: string; line: number }
  | { kind: "number"; text: string; value: bigint | number; line: number };

const PATTERN = new RegExp(
  [
    String.raw`(?<blank>\s+)`,
    String.raw`(?<string>'''(?:[^\\]|\\.)*?'''|"""(?:[^\\]|\\.)*?"""|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|"[^"\\\n]*(?:\\.[^"\\\n]*)*")`,
    "(?<prefixed>[A-Za-z]{1,2}['\"])",
    String.raw`(?<number>(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_]))`,
    String.raw`(?<name>[\p{L}_][\p{L}\p{N}_]*)`,
    String.raw`(?<operator>\*\*|\/\/|==|!=|<=|>=|<<|>>|:=|[-+*/%<>=()[\]{},.:])`,
    "(?<unknown>.)",
  ].join("|"),
  "gsu",
);

/**
 * Splits a Python expression into tokens, with a last one of kind `end`.
 *
 * @throws {TemplateError} At a character or a literal that the template language has not here.
 */
export function tokenizeExpression(source: string, firstLine: number): Token[] {
  const tokens: Token[] = [];
  let line = firstLine;
  for (const { 0: text, groups = {} } of source.matchAll(PATTERN)) {
    if (groups.string !== undefined) {
      tokens.push({ kind: "string", text, value: readStringLiteral(text, line), line });
    } else if (groups.number !== undefined) {
      tokens.push({ kind: "number", text, value: numberValue(text, line), line });
    } else if (groups.name !== undefined) {
      tokens.push({ kind: "name", text, line });
    } else if (groups.operator !== undefined) {
      tokens.push({ kind: "operator", text, line });
    } else if (groups.blank === undefined) {
      throw syntaxError(`Cannot read ${text} as no expression has it`, line);
    }
    line += text.split("\n").length - 1;
  }
  tokens.push({ kind: "end", text: "the end", line });
  return tokens;
}

function numberValue(text: string, line: number): bigint | number {
  if (!/^\d+$/.test(text)) return Number(text);
  if (text.length > 100 || /^0+[1-9]/.test(text)) {
    throw syntaxError(`Cannot read ${text.slice(0, 20)} as a whole number`, line);
  }
  return BigInt(text);
}
