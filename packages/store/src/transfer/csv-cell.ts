// By OWASP's page on CSV injection: what makes a spreadsheet take a cell for a formula.
const formula = "=+\\-@\\uff1d\\uff0b\\uff0d\\uff20";
const dangerous = new RegExp(`^[${formula}']|[\\p{Cc}]|;[\\s"]*[${formula}]`, "u");
// A spreadsheet whose lists are separated by semicolons begins a cell behind each of them.
const afterSemicolon = new RegExp(`(;[\\s"]*)([${formula}])`, "gu");

/**
 * Gives a text as a cell that no spreadsheet takes for a formula, on one line whatever it holds.
 *
 * A text that begins as a formula does, or with an apostrophe, has an apostrophe before it; in such a
 * cell backslashes are doubled, and control characters and what would begin a formula behind a
 * semicolon are written as in JSON, `\u000a`. {@link readCell} takes all of it back.
 */
export function writeCell(text: string): string {
  if (!dangerous.test(text)) return text;
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replace(/\p{Cc}/gu, unicodeEscape)
    .replace(afterSemicolon, (_, before: string, sign: string) => before + unicodeEscape(sign));
  return `'${escaped}`;
}

/** Gives the text of a cell; escapes that {@link writeCell} does not write stay as they are. */
export function readCell(cell: string): string {
  if (!cell.startsWith("'")) return cell;
  return cell
    .slice(1)
    .replace(/\\(?:\\|u([0-9a-f]{4}))/g, (_, code: string | undefined) =>
      code === undefined ? "\\" : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

/** Gives JSON text as a cell: it begins as no formula does, and can say any character by its code. */
export function writeJsonCell(json: string): string {
  return json.replace(
    afterSemicolon,
    (_, before: string, sign: string) => before + unicodeEscape(sign),
  );
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
