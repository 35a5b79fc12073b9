import { UsageError } from "../usage-error.ts";
import { pipeReads } from "./pipe-reads.ts";
import { type Pipe, type Project, workspaceColumn } from "./project.ts";

/** What a JWT may do with one pipe, and the parameters that win over a request's. */
export interface FixedScope {
  readonly type: "PIPES:READ";
  readonly resource: string;
  readonly fixed_params: Readonly<Record<string, string>>;
}

/**
 * Gives the scopes of a JWT that runs pipes for one workspace.
 *
 * @throws {UsageError} for a pipe that takes no `workspace_id`, as a fixed one would hide nothing; and for the
 * workspace `""`, as a pipe may take an empty parameter for none
 */
export function fixedScopes(
  project: Project,
  { workspace, pipes }: { readonly workspace: string; readonly pipes: readonly Pipe[] },
): FixedScope[] {
  if (workspace === "")
    throw new UsageError(
      'Cannot sign a token for the workspace "" as a pipe may take an empty parameter for none, and show all workspaces',
      '"audit token create" filters by it',
    );
  const without = pipes.filter((pipe) => !pipeReads(project, pipe).parameters.has(workspaceColumn));
  if (without.length > 0)
    throw new UsageError(
      `Cannot sign a token for ${without.map(({ name }) => name).join(", ")} as a pipe must have the parameter ${workspaceColumn}: to fix it would hide nothing`,
      '"audit token create" filters rows, whatever the pipe',
    );
  return pipes.map(({ name }) => ({
    type: "PIPES:READ",
    resource: name,
    fixed_params: { [workspaceColumn]: workspace },
  }));
}
