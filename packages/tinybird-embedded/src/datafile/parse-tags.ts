import type { DirectiveStatement } from "./read-directives.ts";
import { textOf } from "./statement-value.ts";

/** Reads `TAGS "a, b"`. */
export function parseTags(statement: DirectiveStatement): string[] {
  return textOf(statement)
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}
