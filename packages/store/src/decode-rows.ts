import { UnexpectedAnswerError } from "./call-error.ts";
import { StoredTexts } from "./page/stored-texts.ts";
import { decodeRow, type PlacedEvent } from "./row.ts";

/**
 * Gives the events of the rows of a pipe.
 *
 * @throws {UnexpectedAnswerError} when it is no list, or a column is not as it was deployed
 */
export function decodeRows(pipe: string, rows: unknown): readonly PlacedEvent[] {
  return readRows(pipe, rows, decodeRow);
}

/**
 * Gives what each row of a pipe is read as; the texts of all are shared.
 *
 * @throws {UnexpectedAnswerError} when it is no list, or a column is not as it was deployed
 */
export function readRows<Read extends object>(
  pipe: string,
  rows: unknown,
  read: (row: unknown, texts: StoredTexts) => Read | { readonly missing: string },
): readonly Read[] {
  if (!Array.isArray(rows))
    throw new UnexpectedAnswerError(`read from "${pipe}"`, "have a list of rows");
  const texts = new StoredTexts();
  return rows.map((row: unknown) => {
    const result = read(row, texts);
    if ("missing" in result)
      throw new UnexpectedAnswerError(
        `read from "${pipe}"`,
        `have the column "${result.missing}", of the type it was deployed with`,
      );
    return result;
  });
}
