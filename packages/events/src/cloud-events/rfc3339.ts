const earliest = Date.parse("0000-01-01T00:00:00.000Z");
const latest = Date.parse("9999-12-31T23:59:59.999Z");
const form = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Gives a time as RFC 3339 in UTC with milliseconds: `2025-06-15T15:06:40.000Z`.
 *
 * RFC 3339 has four digits for a year: a time outside of the years 0 to 9999 is cut to their ends.
 *
 * @param time ms since epoch, a number and not NaN
 */
export function writeTime(time: number): string {
  return new Date(Math.min(Math.max(time, earliest), latest)).toISOString();
}

/**
 * Gives the time that an RFC 3339 text says, in ms since epoch, or undefined for what is none.
 *
 * Any offset is read; what is finer than a millisecond is cut off. Leap seconds are none.
 */
export function readTime(text: string): number | undefined {
  const upper = text.toUpperCase();
  const [, day] = form.exec(upper) ?? [];
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  const time = Date.parse(upper);
  if (Number.isNaN(time) || Number.isNaN(midnight)) return undefined;
  // `Date.parse` takes the 30th of February for the 2nd of March.
  return new Date(midnight).toISOString().startsWith(`${day}T`) ? time : undefined;
}
