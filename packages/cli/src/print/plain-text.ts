/**
 * Gives a text as one line that no terminal obeys: controls, direction marks and line separators show
 * escaped.
 */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    // Joins the parts of one emoji; alone it moves nothing.
    if (character === "\u200d") return character;
    return Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
    ).join("");
  });
}

/** Gives a value as JSON on one line that no terminal obeys, a text as it is. */
export function plainValue(value: unknown): string {
  return plainText(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
}
