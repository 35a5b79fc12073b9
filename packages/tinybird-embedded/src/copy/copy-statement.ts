import type { ColumnDefinition, DatasourceDefinition } from "../datafile/definitions.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { RequestError } from "../request-error.ts";

/**
 * Writes the SELECT that gives the columns of a data source from those of another: cast to their types, and from their
 * DEFAULT, or what the type begins with, where they are not there.
 *
 * @param names Of the columns that `select` gives.
 * @throws {RequestError} 400 if one of them is not the data source's, or is a state of an aggregate.
 */
export function copyStatement(
  select: string,
  names: readonly string[],
  { name: target, columns }: DatasourceDefinition,
): string {
  const unknown = names.find((name) => !columns.some((column) => column.name === name));
  if (unknown !== undefined) {
    throw new RequestError(
      400,
      `Cannot copy into "${target}" as every column of the copy must be one of its own: "${unknown}" is none`,
    );
  }
  const list = columns.flatMap((column) => {
    const isGiven = names.includes(column.name);
    if (!/^AggregateFunction\b/.test(column.type)) return [columnSql(column, isGiven)];
    if (!isGiven) return [];
    throw new RequestError(
      400,
      `Cannot copy into "${target}" as "${column.name}" must not be a state of an aggregate: its log has no text for it`,
    );
  });
  return `SELECT ${list.join(", ")} FROM (${select}\n)`;
}

function columnSql(
  { name, type, default: expression }: ColumnDefinition,
  isGiven: boolean,
): string {
  const value = isGiven
    ? quoteName(name)
    : (expression ?? `defaultValueOfTypeName(${quoteString(type)})`);
  return `CAST(${value}, ${quoteString(type)}) AS ${quoteName(name)}`;
}
