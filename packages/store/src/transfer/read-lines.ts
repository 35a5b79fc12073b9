import { assertReached, before, type ImportCheckpoint } from "./import-checkpoint.ts";
import { sourceBytes, type TransferSource } from "./source-bytes.ts";
import type { TextLine, TextLines, UnreadableLine } from "./text-lines.ts";
import type { LineReader, ReadLine } from "./transfer-format.ts";

/** What to read, and from where on. */
export interface Reading {
  readonly source: TransferSource;
  readonly lines: TextLines;
  readonly reader: LineReader;
  readonly checkpoint: ImportCheckpoint;
  readonly signal: AbortSignal | undefined;
}

/** Gives what stands on the lines of a source behind a checkpoint. */
export async function* readLines(reading: Reading): AsyncGenerator<ReadLine> {
  const { source, lines, reader, checkpoint, signal } = reading;
  let isReached = checkpoint.bytes === 0;

  function* read(found: Iterable<TextLine | UnreadableLine>): Generator<ReadLine> {
    for (const line of found) {
      if (line.start < checkpoint.bytes) {
        if (reader.needsHead && "text" in line) yield* reader.read(line);
        continue;
      }
      if (!isReached) assertReached(checkpoint, before(line));
      isReached = true;
      if ("text" in line) yield* reader.read(line);
      else {
        yield* reader.end();
        yield { problems: [line.problem], number: line.number, place: before(line) };
      }
    }
  }

  for await (const chunk of sourceBytes(source, signal)) yield* read(lines.push(chunk));
  yield* read(lines.end());
  if (!isReached) assertReached(checkpoint, lines.place);
  yield* reader.end();
}
