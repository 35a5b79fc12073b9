import { wrapText } from "./wrap-text.ts";

/** How to lay a table out. */
export interface TableOptions {
  /** Characters of a line. */
  readonly width: number;
  /** Which column is wrapped where a row is too long for a line. @defaultValue `"last"` */
  readonly wraps?: "first" | "last";
}

interface Column {
  readonly index: number;
  readonly width: number;
}

const indent = 2;
const continuedIndent = 6;
const gap = 2;
// Narrower than this a column is hard to read: its row then takes more lines.
const narrowest = { first: 20, last: 30 };

/**
 * Gives rows as lines with their columns aligned; nothing is cut.
 *
 * A row that is too long for a line has one column wrapped; where that would be too narrow, the columns
 * go on in indented lines. Control characters and line breaks show escaped.
 */
export function table(
  rows: readonly (readonly string[])[],
  { width, wraps = "last" }: TableOptions,
): string {
  const shown = rows.map((row) => row.map(escapeControls));
  const widths = shown.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, [...cell].length)),
    [],
  );
  const columns = widths.map((natural, index) => ({ index, width: natural }));
  const lines = arrange(columns, wraps, width);
  return shown.flatMap((row) => lines.flatMap((line, at) => printLine(row, line, at))).join("\n");
}

/** Gives which columns share a line, and how wide each is there. */
function arrange(columns: readonly Column[], wraps: "first" | "last", width: number): Column[][] {
  const wrapping = wraps === "first" ? 0 : columns.length - 1;
  const least = columns.map((column) =>
    column.index === wrapping
      ? { ...column, width: Math.min(column.width, narrowest[wraps]) }
      : column,
  );
  const [first = [], ...others] = pack(least, width);
  // A name stays alone rather than with some of what belongs to it.
  const isAlone = wraps === "first" && others.length > 0;
  const lines = isAlone
    ? [least.slice(0, 1), ...pack(least.slice(1), width, continuedIndent)]
    : [first, ...others];
  return lines.map((line, at) =>
    line.map((column) => {
      const room = width - indentOf(at) - lengthOf(line) + column.width;
      const natural = columns[column.index]?.width ?? 0;
      return { ...column, width: Math.max(1, Math.min(natural, room)) };
    }),
  );
}

function pack(columns: readonly Column[], width: number, firstIndent = indent): Column[][] {
  const lines: Column[][] = [[]];
  for (const column of columns) {
    const line = lines.at(-1) ?? [];
    const start = lines.length === 1 ? firstIndent : continuedIndent;
    if (line.length > 0 && start + lengthOf([...line, column]) > width) lines.push([column]);
    else line.push(column);
  }
  return lines;
}

function printLine(row: readonly string[], columns: readonly Column[], at: number): string[] {
  const cells = columns.map(({ index, width }) => wrapText(row[index] ?? "", width));
  const height = Math.max(...cells.map((cell) => cell.length));
  const lines = Array.from({ length: height }, (_, line) => {
    const parts = columns.map(({ width }, place) => pad(cells[place]?.[line] ?? "", width));
    return `${" ".repeat(indentOf(at))}${parts.join(" ".repeat(gap))}`.trimEnd();
  });
  return at > 0 && lines.every((line) => line === "") ? [] : lines;
}

function indentOf(line: number): number {
  return line === 0 ? indent : continuedIndent;
}

function lengthOf(line: readonly Column[]): number {
  return line.reduce((sum, { width }) => sum + width + gap, -gap);
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - [...text].length));
}

function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    return character === "\n" ? "\\n" : `\\u${code}`;
  });
}
