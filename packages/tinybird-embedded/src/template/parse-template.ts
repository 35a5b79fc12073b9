import { MAX_DEPTH } from "./budget.ts";
import { parseExpression } from "./parse-expression.ts";
import { splitTemplate, type TemplateChunk } from "./split-template.ts";
import { syntaxError } from "./template-error.ts";
import type { Branch, TemplateNode } from "./template-node.ts";

/** Tornado has them and Tinybird forbids them. */
const FORBIDDEN = "import from include extends module raw autoescape apply block".split(" ");
/** Tinybird has them, and nothing here does them. */
const UNSUPPORTED = "while try except finally break continue super whitespace".split(" ");

interface Statement {
  readonly keyword: string;
  readonly rest: string;
  readonly line: number;
}

/**
 * Reads a template, without the `%` that marks one.
 *
 * @throws {TemplateError} When a block is not closed, not known or not supported.
 */
export function parseTemplate(template: string): readonly TemplateNode[] {
  const parser = new TemplateParser(splitTemplate(template));
  const nodes = parser.body(0);
  const stray = parser.peekStatement();
  if (stray === undefined) return nodes;
  const text =
    stray.keyword === "end" ? "Extra {% end %} block" : `${stray.keyword} outside if block`;
  throw syntaxError(text, stray.line);
}

class TemplateParser {
  readonly #chunks: readonly TemplateChunk[];
  #at = 0;

  constructor(chunks: readonly TemplateChunk[]) {
    this.#chunks = chunks;
  }

  /** Reads nodes up to the `end`, `elif` or `else` that closes the block around them. */
  body(depth: number): TemplateNode[] {
    const nodes: TemplateNode[] = [];
    for (;;) {
      const chunk = this.#chunks[this.#at];
      const statement = this.peekStatement();
      if (chunk === undefined || isClosing(statement)) return nodes;
      this.#at += 1;
      const node = statement === undefined ? plainNode(chunk) : this.#block(statement, depth);
      if (node !== undefined) nodes.push(node);
    }
  }

  peekStatement(): Statement | undefined {
    const chunk = this.#chunks[this.#at];
    if (chunk?.kind !== "block") return undefined;
    const text = chunk.text.trim();
    if (text === "") throw syntaxError("Empty block tag ({% %})", chunk.line);
    const keyword = /^\S+/.exec(text)?.[0] ?? "";
    return { keyword, rest: text.slice(keyword.length).trim(), line: chunk.line };
  }

  #block(statement: Statement, depth: number): TemplateNode | undefined {
    const { keyword, line } = statement;
    if (depth >= MAX_DEPTH) throw syntaxError("the blocks nest too deeply", line);
    if (keyword === "comment") return undefined;
    if (keyword === "set") return setNode(statement);
    if (keyword === "for") return this.#for(statement, depth);
    if (keyword === "if") return this.#if(statement, depth);
    if (FORBIDDEN.includes(keyword)) throw syntaxError(`${keyword} is forbidden`, line);
    if (UNSUPPORTED.includes(keyword)) throw syntaxError(`${keyword} is not supported here`, line);
    throw syntaxError(`unknown operator: '${keyword}'`, line);
  }

  #for(statement: Statement, depth: number): TemplateNode {
    const { rest, line } = statement;
    const match = /^([\w\s,()]+?)\sin\s(.*)$/su.exec(rest);
    const names = targetNames(match?.[1] ?? "", line);
    const items = parseExpression(match?.[2] ?? "", line);
    const body = this.body(depth + 1);
    this.#end(statement);
    return { kind: "for", line, names, items, body };
  }

  #if(statement: Statement, depth: number): TemplateNode {
    const { line } = statement;
    const branches: Branch[] = [];
    let test: Branch["test"] | undefined = parseExpression(statement.rest, line);
    for (;;) {
      const body = this.body(depth + 1);
      branches.push(test === undefined ? { body } : { test, body });
      const next = this.peekStatement();
      if (next === undefined || next.keyword === "end") break;
      if (test === undefined) throw syntaxError(`${next.keyword} after else`, next.line);
      this.#at += 1;
      test = next.keyword === "elif" ? parseExpression(next.rest, next.line) : undefined;
    }
    this.#end(statement);
    return { kind: "if", line, branches };
  }

  #end({ keyword, line }: Statement): void {
    const statement = this.peekStatement();
    if (statement === undefined) {
      throw syntaxError(`Missing {% end %} block for ${keyword} at line ${line}`);
    }
    if (statement.keyword !== "end") {
      throw syntaxError(
        `${statement.keyword} block cannot be attached to ${keyword}`,
        statement.line,
      );
    }
    this.#at += 1;
  }
}

function isClosing(statement: Statement | undefined): boolean {
  return statement !== undefined && ["end", "elif", "else"].includes(statement.keyword);
}

function plainNode({ kind, text, line }: TemplateChunk): TemplateNode {
  if (kind === "text") return { kind, line, text };
  const source = text.trim();
  const expression = parseExpression(text, line, "output");
  return { kind: "output", line, expression, source };
}

function setNode({ rest, line }: Statement): TemplateNode {
  const match = /^([\w\s,()]+?)\s*=(?!=)(.*)$/su.exec(rest);
  const names = targetNames(match?.[1] ?? "", line);
  return { kind: "set", line, names, value: parseExpression(match?.[2] ?? "", line) };
}

function targetNames(target: string, line: number): string[] {
  const names = target.replace(/^\s*\((.*)\)\s*$/s, "$1").split(",");
  return names.map((name) => {
    const trimmed = name.trim();
    if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(trimmed)) return trimmed;
    throw syntaxError(`Cannot assign to ${JSON.stringify(trimmed)} as it must be a name`, line);
  });
}
