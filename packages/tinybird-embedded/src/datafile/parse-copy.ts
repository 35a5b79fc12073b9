import type { CopyDefinition } from "./definitions.ts";
import type { DirectiveSet } from "./directive-set.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { resourceReference } from "./resource-name.ts";
import { invalid, lineOf } from "./statement-value.ts";
import { withoutUndefined } from "./without-undefined.ts";

/**
 * Reads where a node of TYPE copy writes, how and when.
 *
 * @throws {DatafileError} When it has no TARGET_DATASOURCE, or a mode that is none.
 */
export function parseCopy(node: DirectiveStatement, directives: DirectiveSet): CopyDefinition {
  const target = directives.read("TARGET_DATASOURCE", resourceReference);
  if (target === undefined) {
    throw invalid(node, "a node of TYPE copy must have TARGET_DATASOURCE");
  }
  return {
    target,
    mode: directives.read("COPY_MODE", copyMode) ?? directives.read("MODE", copyMode) ?? "append",
    ...withoutUndefined({ schedule: directives.read("COPY_SCHEDULE", lineOf) }),
  };
}

function copyMode(statement: DirectiveStatement): CopyDefinition["mode"] {
  const mode = lineOf(statement).toLowerCase();
  if (mode === "append" || mode === "replace") return mode;
  throw invalid(statement, `it must be append or replace: current value is ${mode}`);
}
