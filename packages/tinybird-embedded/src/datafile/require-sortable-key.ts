import type { ColumnDefinition, EngineDefinition } from "./definitions.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { invalid } from "./statement-value.ts";
import { tokenizeSql } from "./tokenize-sql.ts";

/**
 * Lets a sorting key pass that Tinybird Forward takes.
 *
 * @throws {DatafileError} When it names a column that is Nullable or a state of an aggregate, or the column of
 * ENGINE_VER.
 */
export function requireSortableKey(
  columns: readonly ColumnDefinition[],
  { sortingKey, ver, type: engine, settings = "" }: EngineDefinition,
  statement: DirectiveStatement | undefined,
): void {
  if (sortingKey === undefined || statement === undefined) return;
  const named = plainNames(sortingKey);
  for (const { name, type } of columns) {
    if (!named.has(name)) continue;
    if (
      /^(LowCardinality\()?Nullable\(/i.test(type) &&
      !/allow_nullable_key\s*=\s*1/.test(settings)
    ) {
      throw invalid(statement, `a sorting key must have no Nullable column: "${name}" is ${type}`);
    }
    if (/^AggregateFunction\b/i.test(type)) {
      throw invalid(statement, `a sorting key must have no AggregateFunction: "${name}" is one`);
    }
    if (name === ver) {
      throw invalid(statement, `a sorting key of ${engine} must not have its ENGINE_VER "${name}"`);
    }
  }
}

/** The names that stand by themselves, and not in a call: `coalesce(a, '')` may have a Nullable. */
function plainNames(expression: string): Set<string> {
  const names = new Set<string>();
  const calls: boolean[] = [];
  let before = "";
  for (const { kind, text } of tokenizeSql(expression)) {
    if (kind === "blank") continue;
    if (kind === "open") calls.push(/^\w+$/.test(before) && before.toLowerCase() !== "tuple");
    else if (kind === "close") calls.pop();
    else if (!calls.includes(true) && kind === "word") names.add(text);
    else if (!calls.includes(true) && kind === "quoted") names.add(text.slice(1, -1));
    before = text;
  }
  return names;
}
