/** One thing that is wrong with what came in, and where. */
export interface Problem {
  /** Dotted path from the top, `metadata.targets.0.id`; empty for the whole. */
  readonly path: string;
  /** What must hold, to be read after "must": `be a string`. */
  readonly must: string;
  /** The offending value where it is safe to show; never part of metadata. */
  readonly value?: string;
}

/** Writes problems as one clause: `id must be a string: current value is 5; …`. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ path, must, value }) => {
      const clause = `${path === "" ? "it" : path} must ${must}`;
      return value === undefined ? clause : `${clause}: current value is ${value}`;
    })
    .join("; ");
}

const shownAtMost = 80;

/** Shows a value of the envelope in an error message, shortened. */
export function show(value: unknown): string {
  if (typeof value === "string") {
    const text = JSON.stringify(value.slice(0, shownAtMost));
    return value.length > shownAtMost ? `${text}… (${value.length} characters)` : text;
  }
  if (value === null || ["number", "boolean", "undefined"].includes(typeof value))
    return String(value);
  return Array.isArray(value) ? "an array" : `of type ${typeof value}`;
}
