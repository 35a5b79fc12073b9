import type { CheckResult } from "./check-result.ts";
import { parseCheckLine } from "./parse-check-line.ts";
import { splitLines, type TextChunks } from "./split-lines.ts";

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

const maxLineLength = 1_000_000;

/**
 * Reads NDJSON as checks in the order they were made, and lists the lines that are none.
 *
 * Only a line feed ends a line. Blank lines are ignored; CRLF and a byte order mark are fine; a line of
 * more than 1,000,000 characters is no check. Holds every check in memory.
 *
 * @param source the whole text, or the pieces of it as a file stream gives them: text or UTF-8 bytes
 * @param now ms since epoch; a check may be at most one day ahead of it
 */
export async function readChecks(source: string | TextChunks, now: number): Promise<ReadChecks> {
  const checks: CheckResult[] = [];
  const skipped: SkippedLine[] = [];
  let line = 0;
  const chunks = typeof source === "string" ? [source] : source;
  for await (const text of splitLines(chunks, maxLineLength + 1)) {
    line += 1;
    if (text.length > maxLineLength) {
      skipped.push({ line, problem: `line must have at most ${maxLineLength} characters` });
      continue;
    }
    if (text.trim() === "") continue;
    const parsed = parseCheckLine(text, now);
    if (parsed.ok) checks.push(parsed.check);
    else skipped.push({ line, problem: parsed.problem });
  }
  return { checks: checks.sort((a, b) => a.timestamp - b.timestamp), skipped };
}
