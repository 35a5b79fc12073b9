import { InvalidFixtureError } from "./invalid-fixture-error.ts";

/** 2026-01-05T00:00:00Z, a Monday. */
const day = Date.UTC(2026, 0, 5);
const oneDay = 86_400_000;
const pattern = /^(?:([+-]\d{1,4})d )?([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{3}))?)?$/;

/**
 * Gives a time of day as ms since epoch, on one fixed day in UTC, 2026-01-05.
 *
 * Reads `10:03`, `10:03:20`, `10:03:20.500`, and with days before or after it `+1d 09:00`.
 *
 * @throws {InvalidFixtureError} when it is written otherwise
 * @example
 * new Date(clock("10:03")).toISOString(); // "2026-01-05T10:03:00.000Z"
 * clock("+1d 00:00") - clock("23:59:59.500"); // 500
 */
export function clock(time: string): number {
  const match = typeof time === "string" ? pattern.exec(time) : null;
  if (match === null)
    throw new InvalidFixtureError({
      what: "a time",
      must: 'it must be written as "10:03", "10:03:20", "10:03:20.500" or "+1d 09:00"',
      value: JSON.stringify(time) ?? typeof time,
    });
  const [days, hours, minutes, seconds, milliseconds] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return (
    day +
    (days ?? 0) * oneDay +
    (hours ?? 0) * 3_600_000 +
    (minutes ?? 0) * 60_000 +
    (seconds ?? 0) * 1_000 +
    (milliseconds ?? 0)
  );
}
