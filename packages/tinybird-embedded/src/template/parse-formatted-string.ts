import type { Expression, FormattedPart } from "./expression.ts";
import type { ExpressionGrammar } from "./expression-grammar.ts";
import { readEscapes } from "./read-escapes.ts";
import { syntaxError } from "./template-error.ts";
import type { Token } from "./tokenize-expression.ts";

type FormattedToken = Extract<Token, { kind: "formatted" }>;

/**
 * Reads the parts of an f-string.
 *
 * @throws {TemplateError} When a brace has no partner, or no expression is in it.
 */
export function parseFormattedString(
  { body, isRaw, line }: FormattedToken,
  grammar: ExpressionGrammar,
): FormattedPart[] {
  return readParts(body, isRaw, line, grammar, 0);
}

function readParts(
  body: string,
  isRaw: boolean,
  line: number,
  grammar: ExpressionGrammar,
  depth: number,
): FormattedPart[] {
  const parts: FormattedPart[] = [];
  let text = "";
  let at = 0;
  while (at < body.length) {
    const character = body.charAt(at);
    if ((character === "{" || character === "}") && body.charAt(at + 1) === character) {
      text += character;
      at += 2;
    } else if (character === "{") {
      if (text !== "") parts.push(isRaw ? text : readEscapes(text, line));
      text = "";
      const field = readField(body, at + 1, line, grammar, depth);
      parts.push(...field.parts);
      at = field.end;
    } else if (character === "}") {
      throw syntaxError("f-string: single '}' is not allowed", line);
    } else {
      text += character;
      at += 1;
    }
  }
  if (text !== "") parts.push(isRaw ? text : readEscapes(text, line));
  return parts;
}

function readField(
  body: string,
  from: number,
  line: number,
  grammar: ExpressionGrammar,
  depth: number,
): { readonly parts: readonly FormattedPart[]; readonly end: number } {
  if (depth > 1) throw syntaxError("f-string: expressions nested too deeply", line);
  const end = endOfExpression(body, from, line);
  const source = body.slice(from, end);
  const shown = /^(.*[^=!<>])=\s*$/s.exec(source)?.[1];
  const value = grammar.inner((shown ?? source).trim(), line);
  const [, conversion] = /^!([rsa])(?=[:}])/.exec(body.slice(end, end + 3)) ?? [];
  const afterConversion = end + (conversion === undefined ? 0 : 2);
  const hasSpec = body.charAt(afterConversion) === ":";
  const close = hasSpec ? endOfSpec(body, afterConversion + 1) : afterConversion;
  if (body.charAt(close) !== "}") throw syntaxError("f-string: expecting '}'", line);
  const spec = hasSpec ? body.slice(afterConversion + 1, close) : undefined;
  const written = conversion ?? (shown !== undefined && !hasSpec ? "r" : undefined);
  const field = {
    value,
    // Safe: the pattern takes these three letters only.
    ...(written !== undefined && { conversion: written as "r" | "s" | "a" }),
    ...(spec !== undefined && {
      spec: specOf(readParts(spec, true, line, grammar, depth + 1), line),
    }),
  };
  return { parts: shown === undefined ? [field] : [source, field], end: close + 1 };
}

function specOf(parts: readonly FormattedPart[], line: number): Expression {
  return { kind: "formatted", line, parts };
}

function endOfExpression(body: string, from: number, line: number): number {
  let depth = 0;
  let quote = "";
  for (let at = from; at < body.length; at += 1) {
    const character = body.charAt(at);
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
    else if ("([{".includes(character)) depth += 1;
    else if (depth > 0 && ")]}".includes(character)) depth -= 1;
    else if (depth === 0 && (character === "}" || character === ":")) return at;
    else if (depth === 0 && character === "!" && body.charAt(at + 1) !== "=") return at;
  }
  throw syntaxError("f-string: expecting '}'", line);
}

function endOfSpec(body: string, from: number): number {
  let depth = 0;
  for (let at = from; at < body.length; at += 1) {
    if (body.charAt(at) === "{") depth += 1;
    else if (body.charAt(at) === "}" && depth-- === 0) return at;
  }
  return body.length;
}
