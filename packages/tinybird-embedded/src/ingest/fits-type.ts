import type { ColumnType } from "./column-type.ts";
import { arrayElements, objectMembers } from "./extract-values.ts";
import { fitsDate } from "./fits-date.ts";

/**
 * Tells whether the text of a JSON value keeps its meaning in a column of this type.
 *
 * It refuses what ClickHouse takes and changes silently: numbers past the range of the type, dates that do not exist
 * or are out of range, null without Nullable. What ClickHouse refuses itself is not tested here.
 */
export function fitsType(value: string, type: ColumnType): boolean {
  const [first, second] = type.arguments;
  if (type.name === "Nullable" && first !== undefined) {
    return value === "null" || fitsType(value, first);
  }
  if (value === "null") return holdsJson(type);
  if (type.name === "Array" && first !== undefined) {
    return value.startsWith("[") && arrayElements(value).every((each) => fitsType(each, first));
  }
  if (type.name === "Map" && second !== undefined) {
    if (!value.startsWith("{")) return false;
    for (const [, member] of objectMembers(value)) if (!fitsType(member, second)) return false;
    return true;
  }
  const integer = integerRange(type.name);
  if (integer !== undefined) {
    // The vendor's SDK has no other way to write a bigint.
    const isWide = /128|256/.test(type.name);
    const [, text] = (isWide && /^"(-?\d+)"$/.exec(value)) || [];
    return isIntegerWithin(text ?? value, integer);
  }
  if (type.name === "Float32") return isNumberUpTo(value, 3.402_823_466_385_288_6e38);
  if (type.name === "Float64") return isNumberUpTo(value, Number.MAX_VALUE);
  return fitsDate(value, type);
}

interface IntegerRange {
  readonly min: bigint;
  readonly max: bigint;
}

function holdsJson({ name }: ColumnType): boolean {
  return name === "JSON" || name === "Dynamic" || name === "Variant" || name === "Object";
}

function integerRange(name: string): IntegerRange | undefined {
  const match = /^(U?)Int(8|16|32|64|128|256)$/.exec(name);
  if (match === null) return undefined;
  const bits = BigInt(match[2] ?? 0);
  if (match[1] === "U") return { min: 0n, max: 2n ** bits - 1n };
  return { min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n };
}

function isIntegerWithin(value: string, { min, max }: IntegerRange): boolean {
  if (value === "true" || value === "false") return true;
  if (!/^-?\d+$/.test(value)) return false;
  const number = BigInt(value);
  return number >= min && number <= max;
}

function isNumberUpTo(value: string, max: number): boolean {
  return /^[-\d]/.test(value) && Math.abs(Number(value)) <= max;
}
