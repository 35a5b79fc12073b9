import { AuditError, type Problem } from "@audit/events";
import { describeProblems } from "./describe-problems.ts";
import type { ImportReport } from "./import-options.ts";

/** A line of a source is no event. */
export class InvalidLineError extends AuditError<"invalid_line"> {
  override readonly name = "InvalidLineError";
  /** From 1; of an event that spans several, the first. */
  readonly line: number;
  /** Every problem, with its path: a field, a column, an attribute. Never a value of metadata. */
  readonly problems: readonly Problem[];

  constructor(line: number, problems: readonly Problem[]) {
    super("invalid_line", `Cannot import line ${line} as ${describeProblems(problems)}`);
    this.line = line;
    this.problems = problems;
  }
}

/** An import ended before its source did. What ended it is the `cause`. */
export class InterruptedImportError extends AuditError<"import_interrupted"> {
  override readonly name = "InterruptedImportError";
  /** How far it came; go on with its `checkpoint`. */
  readonly report: ImportReport;

  constructor(report: ImportReport, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      "import_interrupted",
      `Cannot import the whole source as every line must be read and acknowledged: ${report.events} events are in, then: ${why}`,
      { cause },
    );
    this.report = report;
  }
}
