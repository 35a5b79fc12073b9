/** Gives a sentence with what is known of its details: `it went down: 503 timeout`. */
export function withDetails(
  sentence: string,
  details: readonly (string | number | undefined)[],
): string {
  const known = details.filter((detail) => detail !== undefined && detail !== "");
  return known.length === 0 ? sentence : `${sentence}: ${known.join(" ")}`;
}

/** Gives a length of time as people read it. */
export function inMs(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${ms} ms`;
}

/** Gives the reason as the end of a sentence, or nothing. */
export function because({ reason }: { readonly reason?: string | undefined }): string {
  return reason === undefined ? "" : `: ${reason}`;
}

/** Gives the names of the fields that an update changed. */
export function tellChanges({
  changes,
}: {
  readonly changes: readonly { readonly field: string }[];
}): string {
  return changes.map(({ field }) => field).join(", ") || "nothing";
}
