/**
 * Finds the line of a datafile that a reason is about: the first, from `from` on, that holds what the reason quotes.
 *
 * Statements are put together from several files before ClickHouse reads them, so the lines that it counts are others.
 */
export function findLine(text: string, from: number, reason: string): number | undefined {
  const lines = text.split(/\r\n|\n|\r/);
  for (const word of quoted(reason)) {
    const isPlain = /^\w+$/.test(word);
    const pattern = isPlain ? new RegExp(`(?<!\\w)${word}(?!\\w)`) : undefined;
    const at = lines.findIndex(
      (line, index) =>
        index >= from - 1 &&
        !/^(NODE|DESCRIPTION|TOKEN|TAGS)\b/i.test(line) &&
        (pattern === undefined ? line.includes(word) : pattern.test(line)),
    );
    if (at >= 0) return at + 1;
  }
  return undefined;
}

/** What a reason quotes, the most telling first. */
function quoted(reason: string): string[] {
  const failedAt = /\(line \d+, col \d+\): ([^\n]{1,40})/.exec(reason)?.[1];
  const words = [
    ...reason.matchAll(
      /'([^'\n]+)'|`([^`\n]+)`|"([^"\n]+)"|[Ff]unction (\w+)|-> (\w+)|family: (\w+)|type (?!family)(\w+)/g,
    ),
  ].map((match) => match.slice(1).find((group) => group !== undefined) ?? "");
  const parts = words.flatMap((word) => [word, word.replace(/^.*\./, "")]);
  return [
    ...(failedAt === undefined ? [] : [failedAt, failedAt.split(/[\s(,;]/)[0] ?? ""]),
    ...parts,
  ]
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
