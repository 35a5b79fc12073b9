/** Counts the line breaks of a text. */
export function countLines(lines: Buffer): number {
  let count = 0;
  for (let at = lines.indexOf("\n"); at >= 0; at = lines.indexOf("\n", at + 1)) count += 1;
  return count;
}
