import stringWidth from "string-width";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Gives a text as lines of at most that many columns of a terminal, broken at blanks.
 *
 * A word that is longer than a line is broken within, between characters as people see them; nothing is
 * lost but the blanks of the breaks. A character that is wider than a line has a line of its own.
 */
export function wrapText(text: string, width: number): string[] {
  // Most texts fit, and what is short in code units has room in columns only if none is wide.
  if (/^[ -~]*$/.test(text) && text.length <= width) return [text];
  const characters = [...segmenter.segment(text)].map(({ segment }) => segment);
  const columns = characters.map((character) => stringWidth(character));
  const lines: string[] = [];
  let start = 0;
  for (;;) {
    let end = start;
    for (let used = 0; end < characters.length; end += 1) {
      used += columns[end] ?? 0;
      if (used > width && end > start) break;
    }
    if (end === characters.length) return [...lines, characters.slice(start).join("")];
    const blank = characters.lastIndexOf(" ", end);
    lines.push(characters.slice(start, blank > start ? blank : end).join(""));
    start = blank > start ? blank + 1 : end;
  }
}
