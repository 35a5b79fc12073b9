import { isPlainObject } from "@audit/events";
import type { CheckResult, CheckStatus } from "./check-result.ts";

/** A check, or what is wrong with the line: the field and what must hold, never its value. */
export type ParsedLine =
  | { readonly ok: true; readonly check: CheckResult }
  | { readonly ok: false; readonly problem: string };

const earliestTimestamp = 1e11;
const oneDay = 86_400_000;
const maxKeyLength = 200;
// Escaped as JSON a character takes up to six bytes, and an event has at most 32,768.
const maxNameLength = 1000;
const maxUrlLength = 2000;
const maxMessageLength = 4000;
const loneSurrogate = /\p{Surrogate}/u;
// An event's id takes neither; line and paragraph separators are no control characters.
const controlOrLineBreak = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/**
 * Reads one NDJSON line as a check; never throws.
 *
 * Keys it does not know are ignored. A key with `null` is there, and null is no number and no text.
 *
 * @param now ms since epoch; a check may be at most one day ahead of it
 * @example
 * const line = '{"timestamp":1700000000000,"monitor":"api","status":"paused"}';
 * parseCheckLine(line, 1_700_000_000_000); // { ok: false, problem: "status must be one of up, degraded, down" }
 */
export function parseCheckLine(line: string, now: number): ParsedLine {
  const value = parseJson(line);
  return isPlainObject(value) ? parseCheck(value, now) : refuse("line", "be a JSON object");
}

/** Reads an object as a check, as {@link parseCheckLine} does; never throws. */
export function parseCheck(value: Readonly<Record<string, unknown>>, now: number): ParsedLine {
  const { timestamp, monitor, status, statusCode, latencyMs, region, message, name, url } = value;

  if (!isTimestamp(timestamp, now))
    return refuse(
      "timestamp",
      `be a whole number of milliseconds since the epoch, from ${earliestTimestamp} to one day from now`,
    );
  if (!isKey(monitor)) return refuse("monitor", mustBeKey);
  if (!isStatus(status)) return refuse("status", "be one of up, degraded, down");
  if (!isAbsentOr(isFiniteNumber, statusCode)) return refuse("statusCode", "be a finite number");
  if (!isAbsentOr(isFiniteNumber, latencyMs)) return refuse("latencyMs", "be a finite number");
  if (!isAbsentOr(isKey, region)) return refuse("region", mustBeKey);
  if (!isTextOrAbsent(message, maxMessageLength))
    return refuse("message", mustBeText(maxMessageLength));
  if (!isTextOrAbsent(name, maxNameLength)) return refuse("name", mustBeText(maxNameLength));
  if (!isTextOrAbsent(url, maxUrlLength)) return refuse("url", mustBeText(maxUrlLength));

  return {
    ok: true,
    check: {
      timestamp,
      monitor,
      status,
      ...(statusCode === undefined ? {} : { statusCode }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
      ...(region === undefined ? {} : { region }),
      ...(message === undefined ? {} : { message }),
      ...(name === undefined ? {} : { name }),
      ...(url === undefined ? {} : { url }),
    },
  };
}

const mustBeKey = `be a text of 1 to ${maxKeyLength} characters, well-formed, without control characters and line breaks`;
function mustBeText(maxLength: number): string {
  return `be a text of well-formed Unicode with at most ${maxLength} characters`;
}

function refuse(field: string, must: string): ParsedLine {
  return { ok: false, problem: `${field} must ${must}` };
}

function parseJson(line: string): unknown {
  try {
    // `trim` takes a byte order mark too, which JSON.parse would refuse.
    return JSON.parse(line.trim());
  } catch {
    return undefined;
  }
}

function isTimestamp(value: unknown, now: number): value is number {
  if (typeof value !== "number" || !Number.isInteger(value)) return false;
  return value >= earliestTimestamp && value <= now + oneDay;
}

function isStatus(value: unknown): value is CheckStatus {
  return value === "up" || value === "degraded" || value === "down";
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && !loneSurrogate.test(value);
}

function isTextOrAbsent(value: unknown, maxLength: number): value is string | undefined {
  return value === undefined || (isText(value) && value.length <= maxLength);
}

function isKey(value: unknown): value is string {
  if (!isText(value) || value === "" || value.length > maxKeyLength) return false;
  return !controlOrLineBreak.test(value);
}

function isAbsentOr<Value>(
  is: (value: unknown) => value is Value,
  value: unknown,
): value is Value | undefined {
  return value === undefined || is(value);
}
