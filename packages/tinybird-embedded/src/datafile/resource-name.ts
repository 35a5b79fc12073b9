import { DatafileError } from "./datafile-error.ts";

/**
 * Gives the name of the resource that a file defines: its name without folder and extension.
 *
 * @throws {DatafileError} When that is not a name that SQL can say without quotes.
 */
export function resourceName(file: string): string {
  const base = file.replace(/^.*[/\\]/s, "");
  const name = base.replace(/\.[^.]*$/s, "");
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
