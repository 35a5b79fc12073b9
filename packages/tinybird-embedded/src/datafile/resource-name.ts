import { DatafileError } from "./datafile-error.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { invalid, lineOf } from "./statement-value.ts";

/**
 * Gives the name of the resource that a file defines: its name without folder and extension.
 *
 * @throws {DatafileError} When that is not a name that SQL can say without quotes.
 */
export function resourceName(file: string): string {
  const name = baseName(file);
  if (isResourceName(name)) return name;
  throw new DatafileError({
    file,
    line: 1,
    cannot: `name a resource ${JSON.stringify(name)}`,
    as: "the file's name must be letters, digits and underscores, and begin with no digit",
  });
}

/** Tells whether Tinybird takes this as the name of a data source, a pipe or a node. */
export function isResourceName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/**
 * Gives the name of the connection that a file defines; SQL never says it, so it may have hyphens.
 *
 * @throws {DatafileError} When it is empty or has blanks.
 */
export function connectionName(file: string): string {
  const name = baseName(file);
  if (/^[^\s]+$/.test(name)) return name;
  throw new DatafileError({
    file,
    line: 1,
    cannot: `name a connection ${JSON.stringify(name)}`,
    as: "the file's name must have no blanks",
  });
}

/**
 * Reads a directive that names a data source.
 *
 * @throws {DatafileError} When its value cannot be such a name.
 */
export function resourceReference(statement: DirectiveStatement): string {
  const name = lineOf(statement);
  if (isResourceName(name)) return name;
  throw invalid(
    statement,
    `the name of a data source must be letters, digits and underscores, and begin with no digit: current value is ${name}`,
  );
}

function baseName(file: string): string {
  return file.replace(/^.*[/\\]/s, "").replace(/\.[^.]*$/s, "");
}
