/** What is known of a partition before it is read. */
export interface KnownOffsets {
  /** The offset to go on with that the server's own log has. */
  readonly logged: number | undefined;
  /** What the group has committed: another server may have read on. */
  readonly committed: number | undefined;
  /** Of the first message that the topic still has. */
  readonly low: number;
  /** After the last message. */
  readonly high: number;
}

/** Where to begin, and what is worth saying about it. */
export interface StartPosition {
  readonly next: number;
  /** `expired`: messages went before they were read. `replaced`: the topic has fewer messages than were read of it. */
  readonly why?: "new" | "expired" | "replaced";
}

/** Works out the offset to begin a partition with. */
export function startPosition(
  { logged, committed, low, high }: KnownOffsets,
  reset: "earliest" | "latest",
): StartPosition {
  const known = Math.max(logged ?? -1, committed ?? -1);
  const fallback = reset === "earliest" ? low : high;
  if (known < 0) return { next: fallback, why: "new" };
  if (known > high) return { next: fallback, why: "replaced" };
  if (known < low) return { next: low, why: "expired" };
  return { next: known };
}
