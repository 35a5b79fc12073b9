/** How long a reason may be; ClickHouse repeats whole statements. */
const longest = 400;

/** Gives a text as one line that no terminal obeys, without the statements that ClickHouse repeats. */
export function oneLine(text: string): string {
  const line = text
    .replace("[Error] ", "")
    // The rest is the statement as it was put together, and all that could have come instead.
    .replace(
      /Syntax error: failed at position \d+ \(([^)]*)\).*?(?=\(SYNTAX_ERROR\)|$)/s,
      'Syntax error at "$1". ',
    )
    .replace(/:? In scope .*?(?=(\. Maybe you meant.*)?(\. )?\([A-Z0-9_]+\)\s*$|$)/is, "")
    .replace(/: While (processing|executing) .*(?=\. ?\([A-Z0-9_]+\)\s*$)/s, "")
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "?")
    .trim();
  if (line.length <= longest) return line;
  const name = /\([A-Z0-9_]+\)$/.exec(line)?.[0];
  const kept = line.slice(0, longest - 1 - (name?.length ?? 0)).trimEnd();
  return name === undefined ? `${kept}…` : `${kept}… ${name}`;
}
