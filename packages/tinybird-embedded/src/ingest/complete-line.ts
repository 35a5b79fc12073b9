import { setImmediate } from "node:timers/promises";
import type { ColumnType } from "./column-type.ts";
import { fitsType } from "./fits-type.ts";
import { mostLines } from "./split-rows.ts";

/** Reads one value that begins at a place; gives the place behind it, or -1 if it is not certain to fit. */
type SkipValue = (text: string, at: number) => number;

/**
 * Gives the place behind the row that begins at a place, or -1 if it is not certain to fit. Adds the places of columns
 * that it leaves to their DEFAULT to `left`.
 */
export type SkipRow = (text: string, at: number, left: Set<number>) => number;

/** What a row can set, and where it has it. */
interface Settable {
  readonly name: string;
  readonly parsedType: ColumnType;
  readonly path: readonly string[];
  readonly hasDefault: boolean;
}

/** How long a body keeps the thread before others have their turn. */
const stepMilliseconds = 20;

const lineFeed = 0x0a;
const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
const space = 0x20;
const escaped = new Set([...'"\\/bfnrt'].map((each) => each.charCodeAt(0)));

/**
 * Compiles a look that tells a row which ClickHouse takes as it was sent: a JSON object that has each column without a
 * DEFAULT, none twice, by its name, nothing else, and only values that keep their meaning.
 *
 * Whatever else it meets it leaves to the thorough way; it never says that a row is bad. `undefined` if no row of these
 * columns can be told.
 */
export function completeLine(columns: readonly Settable[]): SkipRow | undefined {
  const members = new Map<string, { readonly place: number; readonly skip: SkipValue }>();
  for (const [place, { name, parsedType, path }] of columns.entries()) {
    const skip = skipOf(parsedType);
    if (skip === undefined || path.length !== 1 || path[0] !== name) return undefined;
    // ClickHouse reads a name with a dot as part of a nested one.
    if (!/^\w+$/.test(name)) return undefined;
    members.set(name, { place, skip });
  }
  if (members.size === 0 || members.size !== columns.length) return undefined;
  // The row in which a column was seen last tells a name that comes twice, with nothing to clear between rows.
  const seen = new Array<number>(columns.length).fill(0);
  let row = 0;
  const mayLeave = (left: Set<number>): boolean => {
    for (const [place, { hasDefault }] of columns.entries()) {
      if (seen[place] === row) continue;
      if (!hasDefault) return false;
      left.add(place);
    }
    return true;
  };
  return (text, start, left) => {
    row += 1;
    if (text.charCodeAt(start) !== openObject) return -1;
    let found = 0;
    for (let at = skipSpaces(text, start + 1); ; ) {
      if (text.charCodeAt(at) !== quote) return -1;
      const end = text.indexOf('"', at + 1);
      const member = members.get(text.slice(at + 1, end));
      if (member === undefined || seen[member.place] === row) return -1;
      seen[member.place] = row;
      found += 1;
      at = skipSpaces(text, end + 1);
      if (text.charCodeAt(at) !== colon) return -1;
      at = member.skip(text, skipSpaces(text, at + 1));
      if (at < 0) return -1;
      at = skipSpaces(text, at);
      const next = text.charCodeAt(at);
      if (next === closeObject) {
        return found === columns.length || mayLeave(left) ? at + 1 : -1;
      }
      if (next !== comma) return -1;
      at = skipSpaces(text, at + 1);
    }
  };
}

/** Rows that fit as they were sent, and the places of the columns that some of them leave to a DEFAULT. */
export interface LinesAsSent {
  readonly rows: readonly string[];
  readonly left: ReadonlySet<number>;
}

/**
 * Gives the rows of a body of NDJSON if all of them are certain to fit, `undefined` otherwise. Lets others run meanwhile
 * when it takes long.
 */
export async function completeLines(
  body: string,
  skipRow: SkipRow,
): Promise<LinesAsSent | undefined> {
  const rows: string[] = [];
  const left = new Set<number>();
  let since = performance.now();
  for (let at = 0; at < body.length; ) {
    const end = skipRow(body, at, left);
    const isEnd = end === body.length || body.charCodeAt(end) === lineFeed;
    if (end < 0 || !isEnd || rows.length === mostLines) return undefined;
    rows.push(body.slice(at, end));
    at = end + 1;
    if (rows.length % 64 !== 0 || performance.now() - since < stepMilliseconds) continue;
    await setImmediate();
    since = performance.now();
  }
  return rows.length === 0 ? undefined : { rows, left };
}

function skipOf(type: ColumnType): SkipValue | undefined {
  const [element] = type.arguments;
  if (type.name === "String") return skipString;
  if (type.name === "Array" && element?.name === "String") return skipStrings;
  if (!/^U?Int(8|16|32|64)$/.test(type.name)) return undefined;
  return (text, at) => {
    const end = skipInteger(text, at);
    return end > 0 && fitsInteger(text, at, end, type) ? end : -1;
  };
}

/** How long the text of an integer may be that fits whatever its digits are. */
const alwaysFits: Readonly<Record<string, number>> = { Int32: 9, Int64: 18 };

function fitsInteger(text: string, at: number, end: number, type: ColumnType): boolean {
  return end - at <= (alwaysFits[type.name] ?? 0) || fitsType(text.slice(at, end), type);
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === space) at += 1;
  return at;
}

function skipString(text: string, from: number): number {
  if (text.charCodeAt(from) !== quote) return -1;
  for (let at = from + 1; ; at += 1) {
    const character = text.charCodeAt(at);
    if (character === quote) return at + 1;
    // \u may write half of a surrogate pair; at the end of the text the code is NaN.
    if (character === backslash && escaped.has(text.charCodeAt(at + 1))) at += 1;
    else if (!(character >= space) || character === backslash) return -1;
  }
}

function skipStrings(text: string, from: number): number {
  if (text.charCodeAt(from) !== openList) return -1;
  let at = skipSpaces(text, from + 1);
  if (text.charCodeAt(at) === closeList) return at + 1;
  for (;;) {
    at = skipString(text, at);
    if (at < 0) return -1;
    at = skipSpaces(text, at);
    const next = text.charCodeAt(at);
    if (next === closeList) return at + 1;
    if (next !== comma) return -1;
    at = skipSpaces(text, at + 1);
  }
}

function skipInteger(text: string, from: number): number {
  const first = text.charCodeAt(from) === minus ? from + 1 : from;
  let at = first;
  for (;;) {
    const character = text.charCodeAt(at);
    if (!(character >= zero && character <= nine)) break;
    at += 1;
  }
  // JSON has no number that begins with a zero, and ClickHouse no -0 without a sign.
  const isPlain =
    at > first && (text.charCodeAt(first) !== zero || (at === first + 1 && first === from));
  return isPlain ? at : -1;
}
