import { createHash } from "node:crypto";

/** What an event's uid is derived from: the same of these, the same uid. */
export interface UidSource {
  readonly monitor: string;
  readonly region: string;
  /** Ms since epoch. */
  readonly timestamp: number;
  readonly action: string;
  /** Which draft of this monitor and millisecond it is, from 0. */
  readonly ordinal: number;
}

const timeDigits = 9;
const ordinalDigits = 4;
const hashCharacters = 16;

/**
 * Derives the uid of an event: 9 characters of time and 4 of the ordinal in base 36, then 16 of a
 * hash over everything.
 *
 * Shaped as a writer's own uids are, so that both sort together: within a stream and a millisecond
 * derived ones sort in the order of their ordinals.
 *
 * @example
 * const first = { monitor: "api", region: "gru", timestamp: 1_700_000_000_000, action: "monitor.down", ordinal: 0 };
 * deriveUid(first) < deriveUid({ ...first, ordinal: 1 }); // true
 */
export function deriveUid({ monitor, region, timestamp, action, ordinal }: UidSource): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([monitor, region, timestamp, action, ordinal]))
    .digest("base64url");
  return (
    timestamp.toString(36).padStart(timeDigits, "0") +
    ordinal.toString(36).padStart(ordinalDigits, "0") +
    hash.slice(0, hashCharacters)
  );
}
