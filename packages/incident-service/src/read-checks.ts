import type { CheckResult } from "./check-result.ts";
import { parseCheckLine } from "./parse-check-line.ts";

/** A line that is no check. */
export interface SkippedLine {
  /** From 1, blank lines counted. */
  readonly line: number;
  readonly problem: string;
}

/** What a source of lines held. */
export interface ReadChecks {
  /** By timestamp; those of one millisecond in the order of their lines. */
  readonly checks: readonly CheckResult[];
  /** In the order of the source. */
  readonly skipped: readonly SkippedLine[];
}

/**
 * Reads NDJSON as checks in the order they were made, and lists the lines that are none.
 *
 * Blank lines are ignored; CRLF and a byte order mark are fine. Holds every check in memory.
 *
 * @param source the whole text, or its lines one by one
 * @param now ms since epoch; a check may be at most one day ahead of it
 */
export async function readChecks(
  source: string | Iterable<string> | AsyncIterable<string>,
  now: number,
): Promise<ReadChecks> {
  const checks: CheckResult[] = [];
  const skipped: SkippedLine[] = [];
  let line = 0;
  for await (const text of typeof source === "string" ? source.split("\n") : source) {
    line += 1;
    if (text.trim() === "") continue;
    const parsed = parseCheckLine(text, now);
    if (parsed.ok) checks.push(parsed.check);
    else skipped.push({ line, problem: parsed.problem });
  }
  return { checks: checks.sort((a, b) => a.timestamp - b.timestamp), skipped };
}
