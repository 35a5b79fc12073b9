import type { ReleasedVersion } from "./frozen-files.ts";

/** Something that must not be so about a released version. */
export interface Violation {
  readonly kind: keyof typeof remedies;
  /** Absent where a file's name tells none. */
  readonly released?: ReleasedVersion;
  readonly file: string;
  /** Which place, and what was and is there. */
  readonly detail: string;
}

const remedies = {
  "schema changed": "undo it and add a version",
  "schema missing": "run `pnpm freeze`",
  "schema outside the allow-list": "say it with what JSON Schema shows, or in an upcast",
  "decoded result changed": "undo it; what is to be read otherwise belongs into a new version",
  "decoded result missing": "run `pnpm freeze`",
  "sample missing": "run `pnpm freeze`",
  "sample incomplete": "add a line that holds it, without `decoded`, and run `pnpm freeze`",
  "sample unreadable": "restore the line",
  "sample unknown": "correct its recorded event, or undo what makes it unknown",
  "version removed": "put it back: its events are stored for ever",
  "file unknown": "remove it, or name it after a version",
} as const;

/** Says a violation for people: which version, which file, what differs, what to do. */
export function describeViolation({ kind, released, detail }: Violation, path: string): string {
  const of = released === undefined ? "" : `${released.action} v${released.version}: `;
  return `${of}${kind}: ${detail} (${path}). To do: ${remedies[kind]}.`;
}
