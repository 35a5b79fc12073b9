import { AuditError, type Problem } from "@audit/events";
import { describeProblems } from "./describe-problems.ts";

/** What is to be appended as it was recorded is no event; nothing of the list was appended. */
export class InvalidRecordedEventError extends AuditError<"invalid_recorded_event"> {
  override readonly name = "InvalidRecordedEventError";
  /** Every problem of every event. Paths begin with the event's index: `1.uid`. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(
      "invalid_recorded_event",
      `Cannot append recorded events as ${describeProblems(problems)}`,
    );
    this.problems = problems;
  }
}
