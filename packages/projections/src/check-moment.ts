import { InvalidOptionError } from "./invalid-option-error.ts";

/**
 * Gives a bound in time, or the default where it is left out.
 *
 * Infinities are bounds too: they leave that side open.
 *
 * @throws {InvalidOptionError} when it is no number of milliseconds
 */
export function checkMoment(
  what: string,
  option: string,
  value: number | undefined,
  otherwise: number,
): number {
  if (value === undefined) return otherwise;
  if (typeof value !== "number" || Number.isNaN(value))
    throw new InvalidOptionError({
      what,
      option,
      must: "be a number of milliseconds since the epoch",
      value,
    });
  return value;
}
