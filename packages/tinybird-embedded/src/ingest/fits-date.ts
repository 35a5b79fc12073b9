import type { ColumnType } from "./column-type.ts";

/**
 * Tells whether the text of a JSON value is a moment that a date type can hold; true for types that are none.
 *
 * ClickHouse clamps what is out of range and carries over what does not exist (the 33rd, 25:61). Ways of writing a
 * DateTime other than ISO 8601 and epochs are left to ClickHouse.
 */
export function fitsDate(value: string, type: ColumnType): boolean {
  const range = dateRange(type);
  if (range === undefined) return true;
  const { unitsPerSecond, hasTime } = range;
  const text = /^"(.*)"$/.exec(value)?.[1];
  if (text === undefined) {
    return /^-?\d+$/.test(value) && isWithin((Number(value) / unitsPerSecond) * 1000, range);
  }
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(text);
  if (iso !== null) {
    const [, day = "", hour = "0", minute = "0", second = "0"] = iso;
    if (!hasTime && text !== day) return false;
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return false;
    const midnight = Date.parse(`${day}T00:00:00Z`);
    const exists = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
    return exists && isWithin(midnight, range);
  }
  if (!hasTime) return false;
  if (/^\d{10}(\.\d+)?$/.test(text)) return isWithin(Number(text) * 1000, range);
  if (/^\d{13}$/.test(text)) return isWithin(Number(text), range);
  return true;
}

interface DateRange {
  /** Milliseconds since the epoch, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** How many units of a bare number make a second. */
  readonly unitsPerSecond: number;
  readonly hasTime: boolean;
}

function dateRange({ name, arguments: [precision] }: ColumnType): DateRange | undefined {
  const perDay = { unitsPerSecond: 1 / 86_400, hasTime: false };
  switch (name) {
    case "Date":
      return { ...between("1970-01-01", "2149-06-06"), ...perDay };
    case "Date32":
      return { ...between("1900-01-01", "2299-12-31"), ...perDay };
    case "DateTime":
      // The last day ends at 06:28:15; the one before is the last whole one.
      return { ...between("1970-01-01", "2106-02-06"), unitsPerSecond: 1, hasTime: true };
    case "DateTime64": {
      const digits = Number(precision?.name);
      const last = digits < 9 ? "2299-12-31" : "2262-04-10";
      return { ...between("1900-01-01", last), unitsPerSecond: 10 ** digits, hasTime: true };
    }
    default:
      return undefined;
  }
}

function between(first: string, last: string): { readonly from: number; readonly to: number } {
  return { from: Date.parse(first), to: Date.parse(last) + 86_399_999 };
}

function isWithin(milliseconds: number, { from, to }: DateRange): boolean {
  return milliseconds >= from && milliseconds <= to;
}
