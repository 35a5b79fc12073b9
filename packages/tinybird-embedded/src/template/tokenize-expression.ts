import { readEscapes, stringBody } from "./read-escapes.ts";
import { syntaxError } from "./template-error.ts";

export type Token =
  | { kind: "name" | "operator" | "end"; text: string; line: number }
  | { kind: "string"; text: string; value: string; line: number }
  | { kind: "formatted"; text: string; body: string; isRaw: boolean; line: number }
  | { kind: "number"; text: string; value: bigint | number; line: number };

const PATTERN = new RegExp(
  [
    String.raw`(?<blank>\s+)`,
    String.raw`(?<string>(?:[uU]|[rR][fF]?|[fF][rR]?)?(?:'''(?:[^\\]|\\.)*?'''|"""(?:[^\\]|\\.)*?"""|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"))`,
    "(?<prefixed>[A-Za-z]{1,2}['\"])",
    String.raw`(?<number>0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|(?:\d(?:_?\d)*\.(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*|\d(?:_?\d)*)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_]))`,
    String.raw`(?<name>[\p{L}_][\p{L}\p{N}_]*)`,
    String.raw`(?<operator>(?:\*\*|\/\/|<<|>>|[-+*/%@&|^])=|\*\*|\/\/|==|!=|<=|>=|<<|>>|:=|[-+*/%<>=()[\]{},.:~&|^@])`,
    "(?<unknown>.)",
  ].join("|"),
  "gsu",
);

/** Expressions beyond it would only be slow. */
const MAX_TOKENS = 200_000;

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
      tokens.push(stringToken(text, line));
    } else if (groups.number !== undefined) {
      tokens.push({ kind: "number", text, value: numberValue(text, line), line });
    } else if (groups.name !== undefined) {
      tokens.push({ kind: "name", text, line });
    } else if (groups.operator !== undefined) {
      tokens.push({ kind: "operator", text, line });
    } else if (groups.blank === undefined) {
      throw syntaxError(`Cannot read ${text} as no expression has it`, line);
    }
    if (tokens.length > MAX_TOKENS) throw syntaxError("the expression is too long", line);
    line += text.split("\n").length - 1;
  }
  tokens.push({ kind: "end", text: "the end", line });
  return tokens;
}

function stringToken(text: string, line: number): Token {
  const prefix = /^[a-z]*/i.exec(text)?.[0].toLowerCase() ?? "";
  const literal = text.slice(prefix.length);
  const isRaw = prefix.includes("r");
  if (prefix.includes("f")) {
    return { kind: "formatted", text, body: stringBody(literal), isRaw, line };
  }
  const value = isRaw ? stringBody(literal) : readEscapes(stringBody(literal), line);
  return { kind: "string", text, value, line };
}

function numberValue(literal: string, line: number): bigint | number {
  const text = literal.replaceAll("_", "");
  if (/^0[xob]/i.test(text) && text.length <= 100) return BigInt(text.toLowerCase());
  if (!/^\d+$/.test(text)) return Number(text);
  if (text.length > 100 || /^0+[1-9]/.test(text)) {
    throw syntaxError(`Cannot read ${text.slice(0, 20)} as a whole number`, line);
  }
  return BigInt(text);
}
