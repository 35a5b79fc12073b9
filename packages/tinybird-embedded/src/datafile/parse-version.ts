import type { DirectiveStatement } from "./read-directives.ts";
import { invalid, lineOf } from "./statement-value.ts";

/**
 * Reads `VERSION 3`.
 *
 * @throws {DatafileError} When it is no whole number.
 */
export function parseVersion(statement: DirectiveStatement): number {
  const value = lineOf(statement);
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw invalid(statement, `it must be a whole number: current value is ${value}`);
}
