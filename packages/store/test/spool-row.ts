import type { Row } from "../src/row.ts";

/** Gives a row with a running number as its uid, and something in it that must not end in a log. */
export function row(number: number, note = "s3cret # \n#\u0000é"): Row {
  return {
    workspace_id: "acme",
    id: `monitor:${number % 3}`,
    uid: uid(number),
    action: "monitor.down",
    version: 1,
    metadata: JSON.stringify({ region: "gru", note }),
    timestamp: 1_700_000_000_000 + number,
  };
}

/** Gives the uid of a running number. */
export function uid(number: number): string {
  return `uid-${String(number).padStart(6, "0")}`;
}

/** Gives numbers from the first to the last one. */
export function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
