/** How many of something there are, and how many of them work. */
export interface CheckCount {
  readonly total: number;
  readonly ok: number;
}

/** What does not work, and where. */
export interface CheckProblem {
  /** Path within the project, with `/`. */
  readonly file: string;
  /** From 1; 1 also when the file as a whole is meant. */
  readonly line: number;
  /** One sentence, on one line. */
  readonly reason: string;
}

/** What works of a project, and what does not. */
export interface CheckReport {
  /** `.datasource` files. */
  readonly datasources: CheckCount;
  /** `.pipe` files with a materialized node. */
  readonly materializations: CheckCount;
  /** The other `.pipe` files but copies and sinks: without a TYPE the last node is the endpoint, as in Classic. */
  readonly endpoints: CheckCount;
  /** The cases of `tests/*.yaml`; a file that cannot be read is one. */
  readonly tests: CheckCount;
  /** By file, then by line. */
  readonly problems: readonly CheckProblem[];
}

/** How far a check is. */
export interface CheckProgress {
  readonly phase: "deploying" | "endpoints" | "tests";
  readonly done: number;
  /** 0 when nothing is counted. */
  readonly total: number;
}
