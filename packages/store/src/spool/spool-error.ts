import { AuditError } from "@audit/events";

/** The spool has no room. Nothing of what was to be added is kept. */
export class SpoolFullError extends AuditError<"spool_full"> {
  override readonly name = "SpoolFullError";
  /** Which room there is not: that of `maximumBytes`, or that of the disk. */
  readonly limit: "maximum_bytes" | "disk";

  constructor(limit: SpoolFullError["limit"], cause?: unknown) {
    const what = limit === "disk" ? "the disk must have room" : "it must stay under maximumBytes";
    super("spool_full", `Cannot add to the spool as ${what}: it is full`, { cause });
    this.limit = limit;
  }
}

/** A write failed, and what of it is on disk is not known. Nothing is added until the spool is opened again. */
export class SpoolBrokenError extends AuditError<"spool_broken"> {
  override readonly name = "SpoolBrokenError";

  constructor(cause: unknown) {
    super("spool_broken", "Cannot add to the spool as every write must succeed: open it again", {
      cause,
    });
  }
}

/** The spool has been closed. */
export class SpoolClosedError extends AuditError<"spool_closed"> {
  override readonly name = "SpoolClosedError";

  constructor() {
    super("spool_closed", "Cannot add to the spool as it must be open: it has been closed");
  }
}
