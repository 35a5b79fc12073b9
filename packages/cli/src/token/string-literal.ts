import { UsageError } from "../usage-error.ts";

/**
 * Writes a text as one string literal of ClickHouse that ends nowhere but at its end, whatever the text is.
 *
 * Letters, digits, blanks, `_`, `-` and `.` stand as they are; all else, quotes, backslashes and colons too, as the
 * bytes of its UTF-8, `\x27`: so nothing on the way to ClickHouse can take a part of it for something else.
 *
 * @throws {UsageError} for a text that is not well-formed Unicode, which would become another one on the way
 */
export function stringLiteral(text: string): string {
  if (/\p{Cs}/u.test(text))
    throw new UsageError(
      `Cannot filter by ${JSON.stringify(text.slice(0, 80))} as it must be well-formed Unicode`,
    );
  return `'${text.replace(/[^\p{L}\p{N} _.-]/gu, escapeBytes)}'`;
}

function escapeBytes(character: string): string {
  return Array.from(
    new TextEncoder().encode(character),
    (byte) => `\\x${byte.toString(16).padStart(2, "0").toUpperCase()}`,
  ).join("");
}
