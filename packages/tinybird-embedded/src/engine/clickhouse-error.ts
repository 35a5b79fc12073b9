import { EmbeddedError } from "../embedded-error.ts";

const notEnoughSpace = 243;

/** Errors of the moment, which the same statement need not meet again. */
const passing = new Set([
  75, // CANNOT_WRITE_TO_FILE_DESCRIPTOR
  76, // CANNOT_OPEN_FILE
  159, // TIMEOUT_EXCEEDED
  164, // READONLY
  202, // TOO_MANY_SIMULTANEOUS_QUERIES
  241, // MEMORY_LIMIT_EXCEEDED
  notEnoughSpace,
  394, // QUERY_WAS_CANCELLED
  439, // CANNOT_SCHEDULE_TASK
  473, // DEADLOCK_AVOIDED
]);
/** TOO_MANY_PARTS: of the moment when it is about merges, of the rows when it is about partitions. */
const tooManyParts = 252;

/** Thrown when ClickHouse refuses a statement; `reason` is its text without paths. */
export class ClickhouseError extends EmbeddedError {
  readonly code = "clickhouse_refused";
  /** ClickHouse's own error number, 62 for a syntax error. */
  readonly number: number | undefined;
  readonly reason: string;
  /** Whether the rows of an insert could not be read as the table's columns. */
  readonly misfit: boolean;

  /** Whether the disk has no room for what was to be written. */
  readonly isOutOfSpace: boolean;

  /** Whether the same statement may succeed later: it is not what the statement or its rows are. */
  readonly isPassing: boolean;

  constructor(cause: unknown, directory: string) {
    const reason = readableReason(cause, directory);
    super(`Cannot run a statement as ClickHouse refuses it: ${reason}`, { cause });
    this.number = field(cause, "clickhouseCode");
    this.reason = reason;
    this.isOutOfSpace =
      this.number === notEnoughSpace || reason.includes("No space left on device");
    this.isPassing =
      this.isOutOfSpace ||
      passing.has(this.number ?? 0) ||
      (this.number === tooManyParts && !reason.includes("Too many partitions"));
    this.misfit = field(cause, "failedAtRow") !== undefined;
  }
}

function field(cause: unknown, name: string): number | undefined {
  if (typeof cause !== "object" || cause === null) return undefined;
  const value: unknown = Reflect.get(cause, name);
  return typeof value === "number" ? value : undefined;
}

function readableReason(cause: unknown, directory: string): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return (
    text
      .replaceAll(/Code: \d+\. DB::Exception: /g, "")
      .replaceAll(/ \(version [^)]*\)\.?/g, "")
      .replaceAll(/(\([A-Z_]+\))(?:\s*\1)+/g, "$1")
      .replaceAll(directory, "<data>")
      // How a result is written is not the asker's.
      .replaceAll(/\s*\bINTO OUTFILE '[^']*'\s*FORMAT \w+/g, "")
      .trim()
  );
}
