import stringWidth from "string-width";
import { plainText } from "./plain-text.ts";
import { wrapText } from "./wrap-text.ts";

const gap = "  ";
const narrowest = 24;

/** Widths that a table's columns have; grows with what is printed, so that later rows line up. */
export type ColumnWidths = number[];

/**
 * Gives rows as lines with their columns aligned, at most `width` columns of a terminal wide; nothing is cut.
 *
 * The last column is wrapped below itself; where it has no room there, it goes on in indented lines.
 * Control characters show escaped. `paint` gets the padded cell of a column and its index.
 */
export function table(
  rows: readonly (readonly string[])[],
  width: number,
  {
    paint = (text) => text,
    widths = [],
  }: { paint?: (text: string, column: number) => string; widths?: ColumnWidths } = {},
): string[] {
  const shown = rows.map((row) => row.map(plainText));
  for (const row of shown)
    for (const [index, cell] of row.slice(0, -1).entries())
      widths[index] = Math.max(widths[index] ?? 0, columnsOf(cell));
  return shown.flatMap((row) => {
    const last = row.length - 1;
    const head = row.slice(0, -1).map((cell, index) => pad(cell, widths[index] ?? 0));
    const used = head.reduce((sum, cell) => sum + columnsOf(cell) + gap.length, 0);
    const natural = columnsOf(row[last] ?? "");
    const isBelow = natural > width - used && width - used < narrowest;
    const line = head.map((cell, index) => paint(cell, index)).join(gap);
    if (!isBelow) {
      const [first = "", ...others] = wrapText(row[last] ?? "", Math.max(1, width - used));
      const start = head.length === 0 ? "" : line + gap;
      return [
        (first === "" ? line : start + paint(first, last)).trimEnd(),
        ...others.map((part) => " ".repeat(used) + paint(part, last)),
      ];
    }
    const indent = " ".repeat(Math.min(4, Math.max(0, width - 1)));
    const heads =
      used - gap.length <= width
        ? [line.trimEnd()]
        : wrapText(row.slice(0, -1).filter(Boolean).join(gap), width);
    const parts = wrapText(row[last] ?? "", Math.max(1, width - indent.length));
    return [...heads, ...parts.map((part) => indent + paint(part, last))];
  });
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columnsOf(text)));
}

function columnsOf(text: string): number {
  // Nearly all there is to print, and much faster.
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}
