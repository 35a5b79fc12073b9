import { AuditError } from "@audit/events";

/** Tinybird did not accept the token. The token itself is in no message. */
export class WrongTokenError extends AuditError<"wrong_token"> {
  override readonly name = "WrongTokenError";

  constructor(asked: string, cause?: unknown) {
    super(
      "wrong_token",
      `Cannot ${asked} as the token must be one that Tinybird knows and grants this`,
      { cause },
    );
  }
}

/** Nothing answered at the address. Whether the call was carried out is not known. */
export class UnreachableError extends AuditError<"unreachable"> {
  override readonly name = "UnreachableError";

  constructor(asked: string, cause?: unknown) {
    super("unreachable", `Cannot ${asked} as Tinybird must be reachable`, { cause });
  }
}

/** Tinybird answered every try with 429 or 5xx. Whether the call was carried out is not known. */
export class UnavailableError extends AuditError<"unavailable"> {
  override readonly name = "UnavailableError";

  constructor(asked: string, cause?: unknown) {
    super(
      "unavailable",
      `Cannot ${asked} as Tinybird must take requests: every try got 429 or 5xx`,
      {
        cause,
      },
    );
  }
}

/** No answer came in time. Whether the call was carried out is not known. */
export class DeadlineError extends AuditError<"deadline_passed"> {
  override readonly name = "DeadlineError";
  /** Ms. */
  readonly deadline: number;

  constructor(asked: string, deadline: number) {
    super("deadline_passed", `Cannot ${asked} as Tinybird must answer within ${deadline} ms`);
    this.deadline = deadline;
  }
}

/** Something answered, but not as Tinybird does. */
export class UnexpectedAnswerError extends AuditError<"unexpected_answer"> {
  override readonly name = "UnexpectedAnswerError";

  constructor(asked: string, must: string, cause?: unknown) {
    super("unexpected_answer", `Cannot ${asked} as the answer must ${must}`, { cause });
  }
}

/** Tinybird refused what it was asked, with its own words. */
export class RefusedError extends AuditError<"refused"> {
  override readonly name = "RefusedError";

  constructor(asked: string, words: string, cause?: unknown) {
    super("refused", `Cannot ${asked} as Tinybird must accept it: it says ${words}`, { cause });
  }
}

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

/** A stream or a workspace to read is not named as one can be. */
export class InvalidReadError extends AuditError<"invalid_read"> {
  override readonly name = "InvalidReadError";

  constructor(field: string, must: string) {
    super("invalid_read", `Cannot read as ${field} must ${must}`);
  }
}
