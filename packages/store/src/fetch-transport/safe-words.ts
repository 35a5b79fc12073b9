import type { QueryParameters } from "../transport.ts";

const longest = 300;
// One that is not closed hides all after it.
const quoted = /'(?:\\.|[^'\\])*(?:'|\\?$)/gs;

/**
 * Gives words of Tinybird for a message: every value of a parameter replaced by its name, and what
 * else stands in single quotes, which may be of a stored row, by three dots. Gives nothing where a
 * value could be there in another form (a quote is escaped in one place, cut in another).
 */
export function safeWords(words: string, parameters: QueryParameters): string | undefined {
  const values = Object.entries(parameters)
    .map(([name, value]) => ({ name, text: String(value) }))
    .filter(({ text }) => text !== "")
    .sort((a, b) => b.text.length - a.text.length);
  if (values.some(({ text }) => !/^[\w.:@-]+$/.test(text))) return undefined;
  const texts = new Map(values.map(({ name, text }) => [text, name]));
  const names = new Set(values.map(({ name }) => `'<${name}>'`));
  const pattern = [...texts.keys()].map(patternOf).join("|");
  const masked =
    pattern === ""
      ? words
      : words.replace(new RegExp(pattern, "g"), (text) => `<${texts.get(text)}>`);
  return masked
    .replace(quoted, (text) => (names.has(text) ? text : "'…'"))
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longest);
}

/** Short values are looked for as whole words, else "1" would eat every number. */
function patternOf(text: string): string {
  const escaped = text.replaceAll(/[.-]/g, "\\$&");
  return text.length < 3 ? `(?<!\\w)${escaped}(?!\\w)` : escaped;
}
