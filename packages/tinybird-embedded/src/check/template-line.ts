import type { NodeDefinition } from "../datafile/definitions.ts";

/**
 * Finds the line of a file that a template's error is about: the error counts the lines of the node's SQL, which has no
 * blank ones any more.
 */
export function templateLine(text: string, { sql, line }: NodeDefinition, reason: string): number {
  const number = Number(/, line (\d+)/.exec(reason)?.[1] ?? 1);
  const wanted = sql.split("\n")[number - 1]?.trim();
  if (wanted === undefined || wanted === "") return line;
  const lines = text.split(/\r\n|\n|\r/);
  const at = lines.findIndex((each, index) => index >= line - 1 && each.trim() === wanted);
  return at < 0 ? line : at + 1;
}
