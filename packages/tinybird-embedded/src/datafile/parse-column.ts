import type { ColumnDefinition } from "./definitions.ts";
import { isWord, SqlCursor } from "./sql-cursor.ts";
import type { SqlToken } from "./tokenize-sql.ts";

type Fail = (cannot: string, as: string) => Error;

const JSON_PATH = /^\$(?:\.[^.[\]\s]+)*(?:\[:\])*$/u;

/** Reads one column: a name, a type, then JSON path, DEFAULT and CODEC in any order. */
export function parseColumn(tokens: readonly SqlToken[], fail: Fail): ColumnDefinition {
  const cursor = new SqlCursor(tokens);
  const name = columnName(cursor.take());
  if (name === undefined) throw fail("read a column", "it must begin with a name");
  const cannot = `read column ${JSON.stringify(name)}`;
  if (name.toUpperCase() === "INDEX") throw fail(cannot, "indexes must stand in INDEXES >");
  const type = columnType(cursor, (as) => fail(cannot, as));
  const clauses = columnClauses(cursor, (as) => fail(cannot, as));
  if (type === "" && clauses.default === undefined) {
    throw fail(cannot, "a column must have a type after its name, or a DEFAULT");
  }
  return { name, type, ...clauses };
}

function columnName(token: SqlToken | undefined): string | undefined {
  if (token?.kind === "word") return token.text;
  const isName = token?.kind === "quoted" && !token.text.startsWith("'");
  return isName ? token.text.slice(1, -1) || undefined : undefined;
}

function columnType(cursor: SqlCursor, fail: (as: string) => Error): string {
  const word = cursor.peek();
  if (word !== undefined && (isJsonPath(word) || isWord("DEFAULT", "CODEC")(word))) return "";
  if (word?.kind !== "word") throw fail("a column must have a type after its name, or a DEFAULT");
  cursor.take();
  const type = word.text + cursor.takeGroup();
  const outsideQuotes = type.replace(/'(?:[^'\\]|\\.)*'/gs, "''");
  const kind = ["MATERIALIZED", "ALIAS", "EPHEMERAL"].find((each) => each === type.toUpperCase());
  if (kind !== undefined) throw fail(wrongClause(word));
  if (/\bBoolean\b/i.test(outsideQuotes)) throw fail("its type must be Bool, not Boolean");
  if (/\bInt\b/i.test(outsideQuotes)) throw fail("its type must have a width, as Int32 has");
  if (/\bDateTime64\b(?!\s*\(\s*\d)/i.test(outsideQuotes)) {
    throw fail("DateTime64 must have a precision, as DateTime64(3) has");
  }
  return type;
}

type Clauses = Pick<ColumnDefinition, "jsonPath" | "default" | "codec">;

function columnClauses(cursor: SqlCursor, fail: (as: string) => Error): Clauses {
  const clauses: { -readonly [Key in keyof Clauses]: Clauses[Key] } = {};
  const set = (key: keyof Clauses, value: string): void => {
    if (clauses[key] !== undefined) throw fail("it must have no clause twice");
    clauses[key] = value;
  };
  for (let token = cursor.take(); token !== undefined; token = cursor.take()) {
    if (isJsonPath(token)) set("jsonPath", jsonPath(token, fail));
    else if (isWord("DEFAULT")(token)) set("default", defaultExpression(cursor, fail));
    else if (isWord("CODEC")(token)) set("codec", codec(cursor, fail));
    else throw fail(wrongClause(token));
  }
  return clauses;
}

function isJsonPath(token: SqlToken): boolean {
  return token.kind === "quoted" && /^`json:/.test(token.text);
}

function jsonPath(token: SqlToken, fail: (as: string) => Error): string {
  const path = token.text.slice("`json:".length, -1).trim();
  if (JSON_PATH.test(path)) return path;
  throw fail(`its JSON path must be like $.a.b, $.a[:] or $: current value is ${path}`);
}

function defaultExpression(cursor: SqlCursor, fail: (as: string) => Error): string {
  const isCodec = isWord("CODEC");
  const expression = cursor.takeUntil((token) => isJsonPath(token) || isCodec(token));
  if (expression === "") throw fail("DEFAULT must have an expression");
  return expression;
}

function codec(cursor: SqlCursor, fail: (as: string) => Error): string {
  const group = cursor.takeGroup();
  if (group.startsWith("(")) return group.slice(1, -1).trim();
  throw fail("CODEC must have its codecs in brackets");
}

function wrongClause(token: SqlToken): string {
  const word = token.text.toUpperCase();
  if (word === "NULL" || word === "NOT") return "it must say Nullable(...), not NULL or NOT NULL";
  if (["MATERIALIZED", "ALIAS", "EPHEMERAL"].includes(word)) {
    return `it must have a DEFAULT, as Tinybird has no ${word} columns`;
  }
  if (word === "TTL") return "ENGINE_TTL must say the TTL, of the rows as a whole";
  return `only a JSON path, DEFAULT or CODEC may follow the type: current value is ${token.text}`;
}
