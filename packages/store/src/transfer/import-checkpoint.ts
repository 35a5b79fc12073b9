import { isPlainObject } from "@audit/events";
import { InvalidOptionError } from "../assert-option.ts";

/** A place in a source before which everything is in the store, or was reported. */
export interface ImportCheckpoint {
  /** From the beginning of the source, as UTF-8: always the beginning of a line. */
  readonly bytes: number;
  /** Lines before it. */
  readonly lines: number;
}

/** Where a line stands in its source. */
export interface LinePlace {
  /** From 1. */
  readonly number: number;
  /** Bytes from the beginning of the source to its beginning. */
  readonly start: number;
  /** Bytes from the beginning of the source to behind its ending. */
  readonly end: number;
}

/** Gives the place at which a line begins. */
export function before({ number, start }: LinePlace): ImportCheckpoint {
  return { bytes: start, lines: number - 1 };
}

/** Gives the place behind a line. */
export function behind({ number, end }: LinePlace): ImportCheckpoint {
  return { bytes: end, lines: number };
}

/**
 * Lets a checkpoint pass that a report may have.
 *
 * @throws {InvalidOptionError} for any other
 */
export function assertCheckpoint(checkpoint: unknown): ImportCheckpoint {
  if (checkpoint === undefined) return { bytes: 0, lines: 0 };
  const { bytes, lines } = isPlainObject(checkpoint) ? checkpoint : {};
  if (isCount(bytes) && isCount(lines) && lines <= bytes) return { bytes, lines };
  throw new InvalidOptionError("checkpoint", "be one that an import has reported");
}

/**
 * Lets a place pass that the source has where the checkpoint says.
 *
 * @throws {InvalidOptionError} when the checkpoint is of another source
 */
export function assertReached(checkpoint: ImportCheckpoint, place: ImportCheckpoint): void {
  if (place.bytes === checkpoint.bytes && place.lines === checkpoint.lines) return;
  throw new InvalidOptionError("checkpoint", "be of this source, where a line begins");
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
