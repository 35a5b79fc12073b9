import { MAX_DEPTH } from "./budget.ts";
import { syntaxError, type TemplateError } from "./template-error.ts";
import { type Token, tokenizeExpression } from "./tokenize-expression.ts";

/** Reads the tokens of an expression from left to right, and bounds how deep it nests. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(source: string, line: number) {
    this.#tokens = tokenizeExpression(source, line);
  }

  peek(ahead = 0): Token {
    // Safe: the last token is `end`, and nothing is ever taken beyond it.
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  take(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Tells whether the next token is this operator or keyword. */
  isNext(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && (token.kind === "operator" || token.kind === "name");
  }

  /** Takes the next token if it is this operator or keyword. */
  takeIf(text: string): boolean {
    const found = this.isNext(text);
    if (found) this.#at += 1;
    return found;
  }

  /** Takes this operator or keyword. */
  expect(text: string): void {
    if (!this.takeIf(text)) throw this.unexpected(`${text} must come`);
  }

  expectEnd(): void {
    if (this.peek().kind !== "end") throw this.unexpected("the expression must end");
  }

  /** Makes the error for the next token. */
  unexpected(as: string): TemplateError {
    const { text, line } = this.peek();
    return syntaxError(`Cannot read ${text} as ${as} here`, line);
  }

  /** Gives what `read` gives, one level deeper. */
  nested<T>(read: () => T): T {
    this.deeper(1);
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** Counts levels that a chain such as `a + a + a` adds; the caller takes them back. */
  deeper(levels: number): void {
    this.#depth += levels;
    if (this.#depth > MAX_DEPTH)
      throw syntaxError("the expression nests too deeply", this.peek().line);
  }
}
