interface DatafileProblem {
  readonly file: string;
  readonly line: number;
  /** What cannot be done with what is there: `read KAFKA_TOPIC`. */
  readonly cannot: string;
  /** What must hold instead: `a data source must have one SCHEMA`. */
  readonly as: string;
  readonly directive?: string;
  readonly code?: DatafileErrorCode;
}

/** `invalid_datafile`: Tinybird would refuse it too. `unsupported_datafile`: only this server does. */
export type DatafileErrorCode = "invalid_datafile" | "unsupported_datafile";

/** Says which line of which datafile cannot be read, and what must hold there. */
export class DatafileError extends Error {
  override readonly name = "DatafileError";
  readonly code: DatafileErrorCode;
  readonly file: string;
  /** From 1; 1 also when the file as a whole is meant. */
  readonly line: number;
  /** The directive that is at fault, in upper case. */
  readonly directive?: string;

  constructor(problem: DatafileProblem) {
    const { file, line, cannot, as, directive, code = "invalid_datafile" } = problem;
    super(`${file}:${line}: Cannot ${cannot} as ${as}`);
    this.code = code;
    this.file = file;
    this.line = line;
    if (directive !== undefined) this.directive = directive;
  }
}
