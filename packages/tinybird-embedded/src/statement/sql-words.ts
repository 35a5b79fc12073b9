const token =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\[\s\S]|'')*'|`((?:[^`\\]|\\[\s\S]|``)*)`|"((?:[^"\\]|\\[\s\S]|"")*)"|([A-Za-z_]\w*)|\d[\w.]*|\S/g;

/** A name or a keyword in SQL text. */
export interface SqlWord {
  readonly text: string;
  /** In backticks or double quotes, so no keyword. */
  readonly quoted: boolean;
  /** A bracket opens behind it. */
  readonly called: boolean;
}

/** Gives the names and keywords of SQL text, without those in comments and string literals. */
export function sqlWords(sql: string): SqlWord[] {
  const words: SqlWord[] = [];
  let last: { text: string; quoted: boolean } | undefined;
  const end = (called: boolean) => {
    if (last !== undefined) words.push({ ...last, called });
    last = undefined;
  };
  for (const [text, inBackticks, inQuotes, word] of sql.matchAll(token)) {
    if (text.startsWith("--") || text.startsWith("/*")) continue;
    end(text === "(");
    const quoted = inBackticks ?? inQuotes;
    if (quoted !== undefined) last = { text: quoted, quoted: true };
    else if (word !== undefined) last = { text: word, quoted: false };
  }
  end(false);
  return words;
}
