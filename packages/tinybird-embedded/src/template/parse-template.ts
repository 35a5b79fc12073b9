import { MAX_DEPTH } from "./budget.ts";
import { parseAssignment, parseExpression, parseLoop } from "./parse-expression.ts";
import { splitTemplate, type TemplateChunk } from "./split-template.ts";
import { syntaxError } from "./template-error.ts";
import type { Branch, ErrorHandler, TemplateNode } from "./template-node.ts";

/** Tornado has them and Tinybird forbids them. */
const FORBIDDEN = "import from include extends module raw autoescape apply block super".split(" ");
/** Blocks that these statements divide. */
const PARENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["else", ["if", "for", "while", "try"]],
  ["elif", ["if"]],
  ["except", ["try"]],
  ["finally", ["try"]],
]);
/** Exceptions that `except` can name. */
const EXCEPTIONS =
  "BaseException Exception ArithmeticError ZeroDivisionError OverflowError LookupError KeyError IndexError ValueError TypeError AttributeError NameError UnboundLocalError".split(
    " ",
  );

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
  const nodes = parser.body(OUTSIDE);
  const stray = parser.peekStatement();
  if (stray === undefined) return nodes;
  if (stray.keyword === "end") throw syntaxError("Extra {% end %} block", stray.line);
  const parents = PARENTS.get(stray.keyword)?.join(", ");
  throw syntaxError(`${stray.keyword} outside ${parents} block`, stray.line);
}

/** What is around a node. */
interface Place {
  readonly depth: number;
  readonly isInLoop: boolean;
}

const OUTSIDE: Place = { depth: 0, isInLoop: false };

class TemplateParser {
  readonly #chunks: readonly TemplateChunk[];
  #at = 0;

  constructor(chunks: readonly TemplateChunk[]) {
    this.#chunks = chunks;
  }

  /** Reads nodes up to the `end` or the like that closes or divides the block around them. */
  body(place: Place): TemplateNode[] {
    const nodes: TemplateNode[] = [];
    for (;;) {
      const chunk = this.#chunks[this.#at];
      const statement = this.peekStatement();
      if (chunk === undefined || isClosing(statement)) return nodes;
      this.#at += 1;
      const node = statement === undefined ? plainNode(chunk) : this.#block(statement, place);
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

  #block(statement: Statement, place: Place): TemplateNode | undefined {
    const { keyword, rest, line } = statement;
    if (place.depth >= MAX_DEPTH) throw syntaxError("the blocks nest too deeply", line);
    const inside: Place = { ...place, depth: place.depth + 1 };
    switch (keyword) {
      case "comment":
      case "whitespace":
        return undefined;
      case "set":
        return parseAssignment(rest, line);
      case "for":
        return { kind: "for", line, ...parseLoop(rest, line), ...this.#loop(statement, inside) };
      case "while": {
        const test = parseExpression(rest, line);
        return { kind: "while", line, test, ...this.#loop(statement, inside) };
      }
      case "if":
        return this.#if(statement, inside);
      case "try":
        return this.#try(statement, inside);
      case "break":
      case "continue":
        return jump(keyword, place, line);
    }
    if (FORBIDDEN.includes(keyword)) throw syntaxError(`${keyword} is forbidden`, line);
    throw syntaxError(`unknown operator: '${keyword}'`, line);
  }

  #loop(statement: Statement, place: Place): { body: TemplateNode[]; otherwise: TemplateNode[] } {
    const body = this.body({ ...place, isInLoop: true });
    const otherwise = this.#divider("else") ? this.body(place) : [];
    this.#end(statement);
    return { body, otherwise };
  }

  #if(statement: Statement, place: Place): TemplateNode {
    const { line } = statement;
    const branches: Branch[] = [];
    let test: Branch["test"] | undefined = parseExpression(statement.rest, line);
    for (;;) {
      const body = this.body(place);
      branches.push(test === undefined ? { body } : { test, body });
      const next = this.peekStatement();
      if (next === undefined || !["elif", "else"].includes(next.keyword)) break;
      if (test === undefined) throw syntaxError(`${next.keyword} after else`, next.line);
      this.#at += 1;
      test = next.keyword === "elif" ? parseExpression(next.rest, next.line) : undefined;
    }
    this.#end(statement);
    return { kind: "if", line, branches };
  }

  #try(statement: Statement, place: Place): TemplateNode {
    const { line } = statement;
    const body = this.body(place);
    const handlers: ErrorHandler[] = [];
    for (let next = this.#divider("except"); next !== undefined; next = this.#divider("except")) {
      if (handlers.at(-1)?.types.length === 0) {
        throw syntaxError("default 'except:' must be last", next.line);
      }
      handlers.push({ ...caught(next), body: this.body(place) });
    }
    const otherwise = handlers.length > 0 && this.#divider("else") ? this.body(place) : [];
    const last = this.#divider("finally");
    const closing = last === undefined ? [] : this.body(place);
    this.#end(statement);
    if (handlers.length === 0 && last === undefined) {
      throw syntaxError("expected 'except' or 'finally' block", line);
    }
    return { kind: "try", line, body, handlers, otherwise, finally: closing };
  }

  /** Takes the next statement if it is this one. */
  #divider(keyword: string): Statement | undefined {
    const statement = this.peekStatement();
    if (statement?.keyword !== keyword) return undefined;
    this.#at += 1;
    return statement;
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
  return statement !== undefined && (statement.keyword === "end" || PARENTS.has(statement.keyword));
}

function plainNode({ kind, text, line }: TemplateChunk): TemplateNode {
  if (kind === "text") return { kind, line, text };
  const source = text.trim();
  const expression = parseExpression(text, line, "output");
  return { kind: "output", line, expression, source };
}

function jump(kind: "break" | "continue", { isInLoop }: Place, line: number): TemplateNode {
  if (!isInLoop) throw syntaxError(`${kind} outside for, while block`, line);
  return { kind, line };
}

function caught({ rest, line }: Statement): Omit<ErrorHandler, "body"> {
  const [, list = "", name] =
    /^([\s\w(),]*?)(?:\sas\s+([\p{L}_][\p{L}\p{N}_]*))?$/u.exec(rest) ?? [];
  const types = list
    .replace(/^\s*\((.*)\)\s*$/s, "$1")
    .split(",")
    .map((type) => type.trim())
    .filter((type) => type !== "");
  const unknown = types.find((type) => !EXCEPTIONS.includes(type));
  if (unknown !== undefined || (rest !== "" && types.length === 0)) {
    throw syntaxError(
      `Cannot catch "${unknown ?? rest}" as it must be an exception of Python`,
      line,
    );
  }
  return name === undefined ? { types } : { types, as: name };
}
