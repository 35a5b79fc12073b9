import { AuditError } from "@audit/events";
import type { Command } from "./arbitrary-commands.ts";

/** What shows that a property does not hold. */
export interface Falsification {
  readonly seed: number;
  readonly path: string;
  readonly commands: readonly Command[];
  /** What else was drawn: the page size, say. */
  readonly settings: object;
  readonly cause: unknown;
}

/** A store does not have a property that every store must have: these commands show it. */
export class FalsifiedPropertyError extends AuditError<"property_falsified"> {
  override readonly name = "FalsifiedPropertyError";
  /** With `path`, makes the same commands again. */
  readonly seed: number;
  readonly path: string;
  /** As few as were found. */
  readonly commands: readonly Command[];

  constructor(property: string, { seed, path, commands, settings, cause }: Falsification) {
    const steps = commands.map((command, index) => `  ${index + 1}. ${JSON.stringify(command)}`);
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      "property_falsified",
      [
        `Cannot accept the store as it must be one that ${property}: it is not after the commands below, with ${JSON.stringify(settings)}`,
        `Run it again with { seed: ${seed}, path: ${JSON.stringify(path)} }`,
        ...steps,
        why,
      ].join("\n"),
      { cause },
    );
    this.seed = seed;
    this.path = path;
    this.commands = commands;
  }
}
