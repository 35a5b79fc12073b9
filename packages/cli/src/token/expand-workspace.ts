import { pipeReads } from "./pipe-reads.ts";
import { columnsOf, type Pipe, type Project, workspaceColumn } from "./project.ts";
import type { Scope } from "./scope.ts";
import { stringLiteral } from "./string-literal.ts";

/**
 * Gives the scopes of a token that runs pipes with the rows of one workspace: the pipes, and a filter for each data
 * source that has `workspace_id`, those included that no pipe reads now, as the token outlives a deployment. Quarantines
 * that the pipes read get theirs, too.
 *
 * It does not look whether that is enough: `unfilteredReads` does.
 *
 * @throws {UsageError} for a workspace that no filter can name
 */
export function expandWorkspace(
  project: Project,
  { workspace, pipes }: { readonly workspace: string; readonly pipes: readonly Pipe[] },
): Scope[] {
  const filter = `${workspaceColumn} = ${stringLiteral(workspace)}`;
  const read = pipes.flatMap((pipe) => pipeReads(project, pipe).tables);
  const tables = [...new Set([...project.datasources.keys(), ...read])].filter((name) =>
    columnsOf(project, name)?.includes(workspaceColumn),
  );
  return [
    ...pipes.map(({ name }): Scope => ({ type: "PIPES:READ", resource: name, filter: "" })),
    ...tables.sort().map((name): Scope => ({ type: "DATASOURCES:READ", resource: name, filter })),
  ];
}
