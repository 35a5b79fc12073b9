import { UnexpectedAnswerError } from "./call-error.ts";
import { StoredTexts } from "./page/stored-texts.ts";
import { decodeRow, type PlacedEvent } from "./row.ts";

/**
 * Gives the events of the rows of a pipe.
 *
 * @throws {UnexpectedAnswerError} when it is no list, or a column is not as it was deployed
 */
export function decodeRows(pipe: string, rows: unknown): readonly PlacedEvent[] {
  if (!Array.isArray(rows))
    throw new UnexpectedAnswerError(`read from "${pipe}"`, "have a list of rows");
  const texts = new StoredTexts();
  return rows.map((row: unknown) => {
    const placed = decodeRow(row, texts);
    if ("missing" in placed)
      throw new UnexpectedAnswerError(
        `read from "${pipe}"`,
        `have the column "${placed.missing}", of the type it was deployed with`,
      );
    return placed;
  });
}
