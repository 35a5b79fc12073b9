const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\0", "\\0"],
  ["\r", "\\r"],
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\x1a", "\\z"],
  ["\n", "\\n"],
  ['"', '\\"'],
  ["'", "\\'"],
  ["\\", "\\\\"],
  ["%", "\\%"],
  ["`", "\\`"],
]);

/**
 * Escapes a text as Tinybird does, so that it stays inside a literal in single quotes.
 *
 * ClickHouse keeps the backslash of `\%` and of `\z` (character 26): a text with one of these two
 * characters does not come back as it was.
 */
export function escapeString(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Tinybird escapes exactly these.
  return text.replace(/[\0\r\b\t\x1a\n"'\\%`]/g, (character) => ESCAPES.get(character) ?? "");
}

/** Escapes a text as Tinybird does for an identifier in backticks: double quotes disappear. */
export function escapeIdentifier(text: string): string {
  return escapeString(text.replaceAll('"', ""));
}

/** Writes a text as a literal of SQL that ClickHouse reads back exactly. */
export function exactLiteral(text: string): string {
  const body = text.replace(/[\0\r\n\t\b'\\]/g, (character) => ESCAPES.get(character) ?? "");
  return `'${body}'`;
}
