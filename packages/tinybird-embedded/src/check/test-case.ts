/** A case of a `tests/*.yaml` file. */
export interface TestCase {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** Parameters of the pipe that the file is named after, and what it is to answer. */
  readonly call?: {
    readonly pipe: string;
    readonly parameters: URLSearchParams;
    readonly expected: string;
    /** Absent: the call is to succeed. */
    readonly status?: number;
  };
  /** SQL that is to give no rows, as the tests of Tinybird Classic are. */
  readonly sql?: string;
  /** Why the case cannot be run. */
  readonly unreadable?: string;
}

/**
 * Reads parameters as `tb test` sends them: percent-encoded or not, `+` and blanks are blanks; what comes before a `?`
 * is left out.
 */
export function testParameters(text: string): URLSearchParams {
  const mark = text.indexOf("?");
  const isPath = mark >= 0 && !text.slice(0, mark).includes("=");
  return new URLSearchParams((isPath ? text.slice(mark + 1) : text).trim());
}
