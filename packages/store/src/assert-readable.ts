import { InvalidReadError } from "./store-error.ts";

const loneSurrogate = /\p{Surrogate}/u;
const int64 = 2n ** 63n;

/** Lets a text pass that UTF-8 can carry: any other would be looked for under a name it does not have. */
export function assertText(field: string, value: unknown, must = "be a text"): string {
  if (typeof value !== "string") throw new InvalidReadError(field, must);
  if (loneSurrogate.test(value)) throw new InvalidReadError(field, "be well-formed Unicode");
  return value;
}

/** Lets a text pass that is not empty. */
export function assertNonEmptyText(field: string, value: unknown, must: string): string {
  if (value === "") throw new InvalidReadError(field, must);
  return assertText(field, value, must);
}

/** Lets a whole number of ms pass. */
export function assertMoment(field: string, value: unknown): number {
  if (!Number.isSafeInteger(value))
    throw new InvalidReadError(field, "be a whole number of milliseconds since the epoch");
  return Number(value);
}

/** Lets one of some texts pass. */
export function assertOneOf<Text extends string>(
  field: string,
  value: unknown,
  texts: readonly Text[],
): Text {
  const found = texts.find((text) => text === value);
  if (found === undefined)
    throw new InvalidReadError(field, `be ${texts.map((text) => `"${text}"`).join(" or ")}`);
  return found;
}

/** Lets a number of events pass, from 1 to a greatest one. */
export function assertLimit(value: unknown, greatest?: number, field = "limit"): number {
  const count = Number.isSafeInteger(value) ? Number(value) : 0;
  if (count < 1 || count > (greatest ?? count))
    throw new InvalidReadError(
      field,
      greatest === undefined
        ? "be a whole number, at least 1"
        : `be a whole number from 1 to ${greatest}`,
    );
  return count;
}

/** Tells whether a value is the text of a 64-bit integer, as ClickHouse writes it. */
export function isInt64(value: unknown): value is string {
  if (typeof value !== "string" || !/^(0|-?[1-9]\d{0,18})$/.test(value)) return false;
  return BigInt(value) >= -int64 && BigInt(value) < int64;
}
