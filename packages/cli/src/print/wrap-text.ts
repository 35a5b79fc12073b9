/**
 * Gives a text as lines of at most that many characters, broken at blanks.
 *
 * A word that is longer than a line is broken within; nothing is lost but the blanks of the breaks.
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  // By code points, so that no surrogate pair is torn.
  let rest = [...text];
  while (rest.length > width) {
    const blank = rest.lastIndexOf(" ", width);
    const end = blank > 0 ? blank : width;
    lines.push(rest.slice(0, end).join(""));
    rest = rest.slice(blank > 0 ? end + 1 : end);
  }
  return [...lines, rest.join("")];
}
