import type { Expression, Target } from "./expression.ts";
import { syntaxError } from "./template-error.ts";

/**
 * Reads what stands before `=` or `in` as what a value can be assigned to.
 *
 * @throws {TemplateError} When it is neither a name, a tuple of such, nor an item.
 */
export function readTarget(expression: Expression): Target {
  const { kind, line } = expression;
  if (kind === "name") return { kind, line, name: expression.name };
  if (kind === "tuple" || kind === "list") {
    return { kind: "tuple", line, items: expression.items.map(readTarget) };
  }
  if (kind === "subscript") {
    return { kind, line, object: expression.object, index: expression.index };
  }
  throw syntaxError(`cannot assign to ${kind}: it must be a name`, line);
}

/** Gives the names that an assignment to the target sets. */
export function targetNames(target: Target): string[] {
  if (target.kind === "name") return [target.name];
  return target.kind === "tuple" ? target.items.flatMap(targetNames) : [];
}

/** Gives the expressions that a target reads: those of `a[b]`. */
export function targetExpressions(target: Target): Expression[] {
  if (target.kind === "subscript") return [target.object, target.index];
  return target.kind === "tuple" ? target.items.flatMap(targetExpressions) : [];
}
