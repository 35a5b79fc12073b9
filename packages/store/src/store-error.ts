import { AuditError } from "@audit/events";

/** Why a row was set aside. */
export interface QuarantinedRow {
  /** Empty when Tinybird could not tell which row it was. */
  readonly uid: string;
  /** The columns that did not fit. */
  readonly columns: readonly string[];
  /** Tinybird's words, which may quote what stood in the column: not for a log. */
  readonly reason: string;
}

/** Tinybird set rows aside: they are in the quarantine of the data source, not in the log. */
export class QuarantinedError extends AuditError<"quarantined"> {
  override readonly name = "QuarantinedError";
  readonly datasource: string;
  readonly rows: readonly QuarantinedRow[];
  /** How many rows of the same call are in the log. */
  readonly acceptedRows: number;

  constructor(datasource: string, rows: readonly QuarantinedRow[], acceptedRows: number) {
    const [first] = rows;
    // Not the reason: it may quote metadata.
    const where = first?.columns.join(", ") || "a column that could not be read";
    super(
      "quarantined",
      `Cannot append to "${datasource}" as every row must fit the data source: ${rows.length} in quarantine, first "${first?.uid}" for ${where}`,
    );
    this.datasource = datasource;
    this.rows = rows;
    this.acceptedRows = acceptedRows;
  }
}

/** A long list went to Tinybird in several requests, and one after the first failed. */
export class InterruptedAppendError extends AuditError<"append_interrupted"> {
  override readonly name = "InterruptedAppendError";
  /** The events that Tinybird has acknowledged; of the others it is not known, or they were not sent. */
  readonly accepted: readonly string[];

  constructor(accepted: readonly string[], cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      "append_interrupted",
      `Cannot append the whole list as every request must succeed: ${accepted.length} events are in, then: ${why}`,
      { cause },
    );
    this.accepted = accepted;
  }
}

/** What is to be read is not asked for as it can be. The message names the option, never its value. */
export class InvalidReadError extends AuditError<"invalid_read"> {
  override readonly name = "InvalidReadError";
  /** The option, `"limit"`, `"actions.0"`. */
  readonly field: string;

  constructor(field: string, must: string) {
    super("invalid_read", `Cannot read as ${field} must ${must}`);
    this.field = field;
  }
}
