import type { Writer } from "../engine/engine.ts";
import type { SelectOptions } from "../engine/select-rows.ts";
import { quoteString } from "../engine/sql-text.ts";

/** Past this chDB takes longer to hand a text over as a parameter than ClickHouse to read it from a file. */
const longText = 100_000;

/** Rows to be read as a table. */
export interface Lines {
  /** NDJSON. */
  readonly text: string;
  /** Its columns, as ClickHouse declares them. */
  readonly structure: string;
}

/** Runs the SELECT that is written for a table, with lines in its place. */
export function selectFromLines(
  writer: Writer,
  { text, structure }: Lines,
  write: (table: string) => string,
  options: Pick<SelectOptions, "format"> = {},
): Promise<Buffer> {
  if (text.length < longText)
    return writer.select(write("format(JSONEachRow, {structure:String}, {lines:String})"), {
      ...options,
      parameters: { structure, lines: text },
    });
  return writer.withFile(text, (path) =>
    writer.select(
      write(`file(${quoteString(path)}, JSONEachRow, ${quoteString(structure)})`),
      options,
    ),
  );
}
