import type { ColumnType } from "./column-type.ts";
import { fitsType } from "./fits-type.ts";

/** Reads one value that begins at a place; gives the place behind it, or -1 if it is not certain to fit. */
export type SkipValue = (text: string, at: number) => number;

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const zero = 0x30;
const nine = 0x39;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const space = 0x20;
// Not u: it may write half of a surrogate pair.
const isEscaped = new Uint8Array(128);
for (const each of '"\\/bfnrt') isEscaped[each.charCodeAt(0)] = 1;

/** Gives what reads the values of a type that keep their meaning as they are; `undefined` for types that may change one. */
export function skipOf(type: ColumnType): SkipValue | undefined {
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

/** Gives the place behind the spaces that begin at a place. */
export function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === space) at += 1;
  return at;
}

function skipString(text: string, from: number): number {
  if (text.charCodeAt(from) !== quote) return -1;
  for (let at = from + 1; ; at += 1) {
    const character = text.charCodeAt(at);
    if (character === quote) return at + 1;
    if (character === backslash) {
      at += 1;
      if (isEscaped[text.charCodeAt(at)] !== 1) return -1;
    } else if (!(character >= space)) return -1; // At the end of the text it is NaN.
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
