import type { RecordedEvent } from "@audit/events";
import { assertMethods } from "../assert-option.ts";
import type { EventStore } from "../event-store.ts";
import { assertImport } from "./assert-import.ts";
import { eventCheck } from "./event-check.ts";
import { assertCheckpoint } from "./import-checkpoint.ts";
import { InterruptedImportError, InvalidLineError } from "./import-error.ts";
import type { ImportOptions, ImportReport } from "./import-options.ts";
import { readLines } from "./read-lines.ts";
import { assertSource, type TransferSource } from "./source-bytes.ts";
import { textLines } from "./text-lines.ts";

// As much as goes into one request to Tinybird.
const maxBytes = 3_000_000;

/**
 * Appends the events of a source as they were recorded, and resolves when the store has all of them.
 *
 * Nothing is made anew: `uid`, `timestamp`, `recordedAt`, version and the writer's numbers are those of
 * the source; without `recordedAt` it is `timestamp`. Importing again changes nothing but the number of
 * copies, so after a break both are safe: to begin anew, and to go on from a checkpoint. Holds one part
 * of at most `batchSize` events at a time.
 *
 * @throws {InvalidOptionError} naming the option and what must hold; nothing was read
 * @throws {InterruptedImportError} for everything after that, with what is in the store and where to go
 * on; its `cause` is an {@link InvalidLineError}, the store's or the source's error, or the signal's
 * reason
 * @example
 * const store = new MemoryEventStore();
 * const line = '{"id":"monitor:1","uid":"a","action":"monitor.delete","version":1,"metadata":{},"timestamp":1700000000000}';
 * const { events } = await importEvents(store, [line], { format: "ndjson" });
 * events; // 1
 */
export async function importEvents(
  store: Pick<EventStore<never>, "appendRecorded">,
  source: TransferSource,
  options: ImportOptions,
): Promise<ImportReport> {
  assertMethods("store", store, ["appendRecorded"], "be an event store");
  const { signal, onInvalidLine, onProgress, maxLineBytes, batchSize, reader } =
    assertImport(options);
  const checkpoint = assertCheckpoint(options.checkpoint);
  const check = eventCheck(options);
  assertSource(source);
  const lines = textLines(maxLineBytes);
  const reading = { source, lines, reader, checkpoint, signal };

  let report: ImportReport = { events: 0, invalidLines: 0, checkpoint };
  let part: RecordedEvent[] = [];
  let bytes = 0;
  let place = checkpoint;

  const flush = async () => {
    signal?.throwIfAborted();
    if (part.length > 0) await store.appendRecorded(part, { signal });
    report = { ...report, events: report.events + part.length, checkpoint: place };
    part = [];
    bytes = 0;
    await onProgress?.(report);
  };

  const refuse = async (error: InvalidLineError, isFatal: boolean) => {
    try {
      if (isFatal || onInvalidLine === "stop") throw error;
      report = { ...report, invalidLines: report.invalidLines + 1 };
      if (onInvalidLine !== "skip") await onInvalidLine(error);
    } catch (cause) {
      await flush();
      throw cause;
    }
  };

  try {
    for await (const line of readLines(reading)) {
      const result = "event" in line ? check(line.event) : line;
      if ("problems" in result) {
        const error = new InvalidLineError(line.number, result.problems);
        await refuse(error, line.isFatal === true);
        continue;
      }
      part.push(result.event);
      bytes += line.place.bytes - place.bytes;
      place = line.place;
      if (part.length === batchSize || bytes >= maxBytes) await flush();
    }
    place = lines.place;
    await flush();
    return report;
  } catch (cause) {
    throw new InterruptedImportError(report, cause);
  }
}
