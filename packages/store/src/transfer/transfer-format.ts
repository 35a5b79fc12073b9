import type { RecordedEvent } from "@audit/events";
import type { CloudEventOptions } from "@audit/events/cloud-events";
import { InvalidOptionError } from "../assert-option.ts";
import { cloudEventsFormat } from "./cloud-events-format.ts";
import { csvFormat } from "./csv-format.ts";
import type { ImportCheckpoint } from "./import-checkpoint.ts";
import { ndjsonFormat } from "./ndjson-format.ts";
import type { RecordedResult } from "./recorded-events.ts";
import type { TextLine } from "./text-lines.ts";

/**
 * How events are written as text, one line for each.
 *
 * `"ndjson"`: JSON with the fields of an event. `"csv"`: the same fields as columns, for spreadsheets.
 * `"cloudevents"`: CloudEvents 1.0 in structured mode, one a line. `"cloudevents-batch"`: the same as
 * one JSON array.
 */
export type TransferFormat = (typeof transferFormats)[number];

export const transferFormats = ["ndjson", "csv", "cloudevents", "cloudevents-batch"] as const;

/** What stands on a line, or on the lines of a CSV record. */
export type ReadLine = RecordedResult & {
  /** Of its first line, from 1. */
  readonly number: number;
  /** Behind what has been read whole, with this. */
  readonly place: ImportCheckpoint;
  /** Nothing that comes after it can be read. */
  readonly isFatal?: boolean;
};

/** Reads lines in their order; what spans several is given with its last one. */
export interface LineReader {
  /** Whether it needs the first lines of a source, to read any other. */
  readonly needsHead: boolean;
  read(line: TextLine): Iterable<ReadLine>;
  /** Gives what was waiting for another line. */
  end(): Iterable<ReadLine>;
}

/** One way to write events as text, and to read them. */
export interface Format {
  /** What comes before the first event. */
  readonly head: string;
  /** What comes after the last one. */
  readonly tail: string;
  /** Gives an event as a line. */
  write(event: RecordedEvent, isFirst: boolean): string;
  /** @param maxLineBytes how much may wait for its last line */
  reader(maxLineBytes: number): LineReader;
}

/**
 * Gives a format by its name.
 *
 * @throws {InvalidOptionError} for another name
 */
export function formatNamed(name: TransferFormat, cloudEvents: CloudEventOptions = {}): Format {
  switch (name) {
    case "ndjson":
      return ndjsonFormat;
    case "csv":
      return csvFormat;
    case "cloudevents":
      return cloudEventsFormat(cloudEvents, false);
    case "cloudevents-batch":
      return cloudEventsFormat(cloudEvents, true);
    default:
      throw new InvalidOptionError(
        "format",
        `be one of ${transferFormats.map((format) => `"${format}"`).join(", ")}`,
      );
  }
}
