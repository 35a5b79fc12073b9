import { AuditError } from "@audit/events";

/** A line of a fixture file that is no event. */
export interface FixtureProblem {
  /** From 1, blank lines counted. */
  readonly line: number;
  readonly must: string;
  readonly value: string;
}

/** A fixture says what cannot be. */
export class InvalidFixtureError extends AuditError<"invalid_fixture"> {
  override readonly name = "InvalidFixtureError";
  /** The lines that are wrong, where the fixture is a file. */
  readonly problems: readonly FixtureProblem[];

  constructor(
    facts: { what: string; must: string; value: string },
    problems: readonly FixtureProblem[] = [],
  ) {
    const others = problems.slice(1).map(({ line }) => line);
    const more = others.length === 0 ? "" : `; wrong as well: ${lineNumbers(others)}`;
    super(
      "invalid_fixture",
      `Cannot make ${facts.what} as ${facts.must}: current value is ${facts.value}${more}`,
    );
    this.problems = problems;
  }
}

const shown = 10;

function lineNumbers(lines: readonly number[]): string {
  const rest = lines.length > shown ? ` and ${lines.length - shown} more` : "";
  return `line ${lines.slice(0, shown).join(", ")}${rest}`;
}
