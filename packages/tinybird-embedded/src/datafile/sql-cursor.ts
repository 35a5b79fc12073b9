import type { SqlToken } from "./tokenize-sql.ts";

/** Reads the tokens of one column or index from left to right; brackets must be balanced. */
export class SqlCursor {
  readonly #tokens: readonly SqlToken[];
  #at = 0;

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
  }

  /** The next token that is not blank. */
  peek(): SqlToken | undefined {
    while (this.#tokens[this.#at]?.kind === "blank") this.#at += 1;
    return this.#tokens[this.#at];
  }

  /** The next word in upper case, if the next token is a word. */
  peekWord(): string | undefined {
    const token = this.peek();
    return token?.kind === "word" ? token.text.toUpperCase() : undefined;
  }

  take(): SqlToken | undefined {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Takes a bracketed group, if one comes next: its text with the brackets, else `""`. */
  takeGroup(): string {
    if (this.peek()?.kind !== "open") return "";
    let depth = 0;
    let text = "";
    do {
      const token = this.#tokens[this.#at];
      if (token === undefined) break;
      depth += token.kind === "open" ? 1 : token.kind === "close" ? -1 : 0;
      text += token.text;
      this.#at += 1;
    } while (depth > 0);
    return text;
  }

  /** Takes everything until a token outside brackets for which `ends` holds; trimmed. */
  takeUntil(ends: (token: SqlToken) => boolean): string {
    let text = "";
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token === undefined || ends(token)) return text.trim();
      if (token.kind === "open") {
        text += this.takeGroup();
      } else {
        text += token.text;
        this.#at += 1;
      }
    }
  }
}

/** Makes a test for {@link SqlCursor.takeUntil}: is the token one of these words (upper case)? */
export function isWord(...words: readonly string[]): (token: SqlToken) => boolean {
  return (token) => token.kind === "word" && words.includes(token.text.toUpperCase());
}
