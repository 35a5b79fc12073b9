import { once } from "node:events";
import colors from "picocolors";
import { plainText } from "./plain-text.ts";
import { safeJson } from "./safe-json.ts";
import { type ColumnWidths, table } from "./table.ts";

/** How a command prints. */
export type OutputMode = "text" | "json" | "ndjson";

/** Where a command's answer goes. */
export class Output {
  readonly mode: OutputMode;
  readonly #widths: ColumnWidths = [];
  readonly #paint = colors.createColors(isColoured());

  constructor(mode: OutputMode) {
    this.mode = mode;
  }

  /** Characters of a line: the terminal's, else 120. */
  get width(): number {
    const { columns } = process.stdout;
    const said = Number(process.env.COLUMNS);
    return Math.max(20, columns || (Number.isSafeInteger(said) && said > 0 ? said : 120));
  }

  /** Prints a title, and below it what else there is to know. */
  async heading(title: string, ...notes: readonly string[]): Promise<void> {
    const dim = notes.filter((note) => note !== "").map((note) => this.#paint.dim(plainText(note)));
    await this.write([this.#paint.bold(plainText(title)), ...dim].join("\n"));
  }

  /** Prints rows as columns; those of several calls line up. The first column is dimmed. */
  async rows(rows: readonly (readonly string[])[], head?: readonly string[]): Promise<void> {
    const { dim, bold } = this.#paint;
    if (head !== undefined) {
      const widths = this.#widths;
      // Before the head is printed it must know how wide its columns will be.
      table(rows, this.width, { widths });
      await this.write(table([head], this.width, { widths, paint: bold }).join("\n"));
    }
    const paint = (text: string, column: number) => (column === 0 ? dim(text) : text);
    const lines = table(rows, this.width, { widths: this.#widths, paint });
    if (lines.length > 0) await this.write(lines.join("\n"));
  }

  /** Prints a line of plain text. */
  async line(text: string): Promise<void> {
    await this.write(plainText(text));
  }

  /** Prints the answer as JSON: indented for `--json`, on a line for `--ndjson`. */
  async json(value: unknown): Promise<void> {
    await this.write(safeJson(value, this.mode === "json" ? 2 : undefined));
  }

  /** Writes a text and a line break, and waits while the reader has enough. */
  async write(text: string): Promise<void> {
    if (!process.stdout.write(`${text}\n`)) await once(process.stdout, "drain");
  }
}

/** Whether stdout gets colours: NO_COLOR, then FORCE_COLOR, then whether it is a terminal. */
function isColoured(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return !/^(0|false)$/.test(FORCE_COLOR);
  return process.stdout.isTTY === true && TERM !== "dumb";
}
