export interface LexedLine {
  /** First word as written, `""` when the line has only blanks or a comment. */
  readonly word: string;
  /** What follows the first word, without the comment and blanks around it. */
  readonly rest: string;
}

/**
 * Splits a line into its first word and the rest, as a shell would: `#` outside quotes begins a
 * comment.
 *
 * A quote that is not closed on the line is an ordinary character, so `DESCRIPTION It's` reads.
 */
export function lexLine(line: string): LexedLine {
  const text = line.slice(0, commentStart(line)).trim();
  const word = /^\S*/.exec(text)?.[0] ?? "";
  return { word, rest: text.slice(word.length).trim() };
}

function commentStart(line: string): number {
  let at = 0;
  while (at < line.length) {
    const character = line.charAt(at);
    if (character === "#") return at;
    if (character === '"' || character === "'") {
      const close = line.indexOf(character, at + 1);
      if (close !== -1) at = close;
    }
    at += 1;
  }
  return line.length;
}

/** Takes one pair of quotes off a value, if it has them. */
export function unquote(value: string): string {
  const first = value.charAt(0);
  const quoted = value.length >= 2 && (first === '"' || first === "'") && value.endsWith(first);
  return quoted ? value.slice(1, -1) : value;
}
