const isColoured = process.stdout.isTTY === true && !process.env.NO_COLOR;

/** Gives text in bold, where a person looks at a terminal that may be coloured. */
export function bold(text: string): string {
  return isColoured ? `\u001b[1m${text}\u001b[22m` : text;
}

/** Gives rows as lines with their columns aligned, cut to the terminal's width. */
export function table(
  rows: readonly (readonly string[])[],
  width = process.stdout.columns,
): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, column) => Math.max(most[column] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) => {
      const line = `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`;
      const text = line.trimEnd();
      return width !== undefined && text.length > width ? `${text.slice(0, width - 1)}…` : text;
    })
    .join("\n");
}
