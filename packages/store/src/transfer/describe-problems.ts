import type { Problem } from "@audit/events";

const shownAtMost = 20;

/** Writes problems as one clause, `uid must be there; version must be …`; of many, the first ones. */
export function describeProblems(problems: readonly Problem[]): string {
  const clauses = problems.slice(0, shownAtMost).map(({ path, must, value }) => {
    const clause = `${path === "" ? "it" : path} must ${must}`;
    return value === undefined ? clause : `${clause}: current value is ${value}`;
  });
  const more = problems.length - clauses.length;
  return [...clauses, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}
