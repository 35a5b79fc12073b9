import { EmbeddedError } from "../embedded-error.ts";

const notEnoughSpace = 243;

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

  constructor(cause: unknown, directory: string) {
    const reason = readableReason(cause, directory);
    super(`Cannot run a statement as ClickHouse refuses it: ${reason}`, { cause });
    this.number = field(cause, "clickhouseCode");
    this.reason = reason;
    this.isOutOfSpace =
      this.number === notEnoughSpace || reason.includes("No space left on device");
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
  return text
    .replaceAll(/Code: \d+\. DB::Exception: /g, "")
    .replaceAll(/ \(version [^)]*\)\.?/g, "")
    .replaceAll(/(\([A-Z_]+\))(?:\s*\1)+/g, "$1")
    .replaceAll(directory, "<data>")
    .trim();
}
