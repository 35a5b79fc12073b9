import { MAX_DEPTH } from "./budget.ts";
import { Dict, type Value } from "./value.ts";

/**
 * Reads JSON as Python does: whole numbers keep all their digits, and `__proto__` is a key as any.
 *
 * Gives nothing for what is no JSON, or nests too deeply.
 */
export function parseJson(text: string): { readonly value: Value } | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined) return undefined;
  const reader = new JsonReader(tokens);
  const value = reader.value(0);
  return value !== undefined && reader.atEnd() ? { value } : undefined;
}

const TOKEN =
  /[ \t\n\r]*(?:("[^"\\]*(?:\\.[^"\\]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|([[\]{},:]|true|false|null))[ \t\n\r]*/y;

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    tokens.push(match[1] ?? match[2] ?? match[3] ?? "");
  }
  return tokens;
}

class JsonReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  value(depth: number): Value | undefined {
    const token = this.#tokens[this.#at++];
    if (token === undefined || depth > MAX_DEPTH) return undefined;
    if (token === "null") return null;
    if (token === "true" || token === "false") return token === "true";
    if (token === "[") return this.#list(depth + 1);
    if (token === "{") return this.#dict(depth + 1);
    if (token.startsWith('"')) return text(token);
    return /^[-\d]/.test(token) ? number(token) : undefined;
  }

  #list(depth: number): Value | undefined {
    const items: Value[] = [];
    if (this.#take("]")) return items;
    for (;;) {
      const item = this.value(depth);
      if (item === undefined) return undefined;
      items.push(item);
      if (this.#take("]")) return items;
      if (!this.#take(",")) return undefined;
    }
  }

  #dict(depth: number): Value | undefined {
    const dict = new Dict();
    if (this.#take("}")) return dict;
    for (;;) {
      const key = this.#tokens[this.#at++];
      if (!key?.startsWith('"') || !this.#take(":")) return undefined;
      const value = this.value(depth);
      if (value === undefined) return undefined;
      const name = text(key);
      if (name === undefined) return undefined;
      dict.set(name, value);
      if (this.#take("}")) return dict;
      if (!this.#take(",")) return undefined;
    }
  }

  #take(token: string): boolean {
    const found = this.#tokens[this.#at] === token;
    if (found) this.#at += 1;
    return found;
  }
}

function text(token: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(token);
    return typeof parsed === "string" ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function number(token: string): Value {
  if (!/^-?\d+$/.test(token)) return Number(token);
  // More digits than any type of ClickHouse has would only be slow.
  return token.length > 100 ? Number(token) : BigInt(token);
}
