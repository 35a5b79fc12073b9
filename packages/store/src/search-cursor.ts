import { isInt64 } from "./assert-readable.ts";
import type { Place } from "./row.ts";
import { InvalidReadError } from "./store-error.ts";

const version = 1;

/** Gives the cursor of a place, for a search with this fingerprint. */
export function writeCursor({ timestamp, uid, id }: Place, fingerprint: string): string {
  const bytes = new TextEncoder().encode(
    JSON.stringify([version, fingerprint, timestamp, uid, id]),
  );
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Gives the place that a cursor stands for. A place is all it has: whose events are given is decided
 * by the options, so one that somebody made up shows nothing that its options would not.
 *
 * @throws {InvalidReadError} when it is no cursor, or one of another search
 */
export function readCursor(cursor: unknown, fingerprint: string): Place {
  const [given, mark, timestamp, uid, id, ...others] = itemsOf(cursor);
  if (given !== version || typeof mark !== "string" || others.length > 0) throw notACursor();
  if (!isInt64(timestamp) || !isWellFormed(uid) || !isWellFormed(id)) throw notACursor();
  if (mark !== fingerprint)
    throw new InvalidReadError("cursor", "come with the options that it was given for");
  return { timestamp, uid, id };
}

/** Gives a short text that is another one for other filters; 64 bits of FNV-1a, no secret in it. */
export function fingerprint(filters: object): string {
  const sorted = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(JSON.stringify(sorted)))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(36);
}

function itemsOf(cursor: unknown): readonly unknown[] {
  if (typeof cursor !== "string" || !/^[\w-]+$/.test(cursor)) throw notACursor();
  try {
    const text = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const items: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return Array.isArray(items) ? items : [];
  } catch {
    // Whatever keeps it from being one, the sentence is the same.
    throw notACursor();
  }
}

function isWellFormed(value: unknown): value is string {
  return typeof value === "string" && !/\p{Surrogate}/u.test(value);
}

function notACursor(): InvalidReadError {
  return new InvalidReadError("cursor", "be one that a search gave");
}
