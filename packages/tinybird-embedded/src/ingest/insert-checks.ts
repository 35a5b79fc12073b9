import type { DatasourceDefinition } from "../datafile/definitions.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { parseColumnType } from "./column-type.ts";

/**
 * Gives SQL that is true for rows which the table takes, and fails for those that it does not though each value fits its
 * column: keys and indexes that cannot be worked out, signs that are none, lists of one nested column that differ in
 * length. `undefined` if there is nothing to fail.
 */
export function insertChecks(datasource: DatasourceDefinition): string | undefined {
  const worked = [...keysOf(datasource), ...datasource.indexes.map(({ expression }) => expression)];
  const failing = worked.filter((expression) => !isPlain(expression));
  const tried = failing.map((expression) => `tuple(${expression})`).join(", ");
  const evaluated = failing.length === 0 ? [] : [`NOT ignore(${tried})`];
  const all = [...evaluated, ...markChecks(datasource), ...nestedChecks(datasource)];
  return all.length === 0 ? undefined : all.join(" AND ");
}

function keysOf({ engine }: DatasourceDefinition): string[] {
  const { partitionKey, sortingKey, ttl } = engine;
  const keys = [partitionKey, sortingKey].flatMap((key) => (key ? [key] : []));
  // One with clauses is no expression.
  const isExpression = ttl && !/\b(DELETE|TO|WHERE|GROUP|RECOMPRESS|SET)\b/i.test(ttl);
  return isExpression ? [...keys, ttl] : keys;
}

/** Columns alone, with nothing that could fail. */
function isPlain(expression: string): boolean {
  return /^[\w\s`,()]*$/.test(expression) && !/[\w`]\s*\(/.test(expression);
}

function markChecks({ engine }: DatasourceDefinition): string[] {
  const { sign, isDeleted } = engine;
  const check = (column: string | undefined, values: string) => {
    if (!column) return [];
    const name = `"${column}" must be one of ${values}`;
    return [`NOT throwIf(${column} NOT IN (${values}), ${quoteString(name)})`];
  };
  return [...check(sign, "1, -1"), ...check(isDeleted, "0, 1")];
}

function nestedChecks({ columns }: DatasourceDefinition): string[] {
  const groups = new Map<string, string[]>();
  for (const { name, type } of columns) {
    if (!name.includes(".") || parseColumnType(type).name !== "Array") continue;
    const nested = name.slice(0, name.indexOf("."));
    groups.set(nested, [...(groups.get(nested) ?? []), name]);
  }
  return [...groups].flatMap(([nested, [first = "", ...others]]) =>
    others.map((other) => {
      const lengths = [first, other].map((column) => `length(${quoteName(column)})`);
      const text = quoteString(`the lists of "${nested}" must have one length`);
      return `NOT throwIf(${lengths.join(" != ")}, ${text})`;
    }),
  );
}
