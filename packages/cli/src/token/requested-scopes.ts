import { UsageError } from "../usage-error.ts";
import { expandWorkspace } from "./expand-workspace.ts";
import { namedEndpoints } from "./named-endpoints.ts";
import { columnsOf, type Project, workspaceColumn } from "./project.ts";
import { rawDatasource } from "./raw-datasource.ts";
import type { Scope } from "./scope.ts";
import { type UnfilteredRead, unfilteredReads } from "./unfiltered-reads.ts";

/** What a person asks a token to be for. */
export interface TokenRequest {
  readonly pipes: readonly string[];
  /** Whose rows it shows; undefined where the filters are written out. */
  readonly workspace: string | undefined;
  /** Filters as Tinybird writes them, `audit_log:workspace_id = 'ws_1'`. */
  readonly datasources: readonly string[];
}

/** The scopes of a token, and what there is to say of them. */
export interface RequestedScopes {
  readonly scopes: readonly Scope[];
  readonly warnings: readonly string[];
}

/**
 * Gives the scopes that a person asks for.
 *
 * @throws {UsageError} for names that the project does not have; and where a pipe would show one workspace the rows of
 * others
 */
export function requestedScopes(project: Project, request: TokenRequest): RequestedScopes {
  const pipes = namedEndpoints(project, request.pipes);
  if (request.workspace !== undefined) {
    const scopes = expandWorkspace(project, { workspace: request.workspace, pipes });
    const [first, ...others] = unfilteredReads(project, pipes, scopes);
    if (first === undefined) return { scopes, warnings: [] };
    throw new UsageError(
      `Cannot filter ${placesOf([first, ...others])} as what a pipe reads must have the column ${workspaceColumn}: all workspaces' rows would show`,
      columnsOf(project, first.from) === undefined
        ? "Leave the pipe out, or write its table into it"
        : `Leave the pipe out, or write the filters with --datasource "${first.from}:…"`,
    );
  }
  const raw = request.datasources.map((text) => rawDatasource(project, text));
  requireOnce(raw);
  const scopes = [
    ...pipes.map(({ name }): Scope => ({ type: "PIPES:READ", resource: name, filter: "" })),
    ...raw,
  ];
  const open = unfilteredReads(project, pipes, scopes);
  const whole = raw.filter(({ filter }) => filter === "").map(({ resource }) => resource);
  return {
    scopes,
    warnings: [
      "Warning: a filter holds for its own data source alone; what a materialized view makes of its rows is another one. --workspace filters them all",
      ...(whole.length > 0 ? [`Warning: it reads all rows of ${whole.join(", ")}`] : []),
      ...(open.length > 0 ? [`Warning: without a filter it reads ${placesOf(open)}`] : []),
    ],
  };
}

function placesOf(reads: readonly UnfilteredRead[]): string {
  return reads.map(({ pipe, from }) => `${from} (by ${pipe})`).join(", ");
}

function requireOnce(raw: readonly Scope[]): void {
  const seen = new Set<string>();
  for (const { resource } of raw) {
    if (seen.has(resource))
      throw new UsageError(
        `Cannot take --datasource ${resource} twice as one filter must say it all`,
        "Join both with AND or OR",
      );
    seen.add(resource);
  }
}
