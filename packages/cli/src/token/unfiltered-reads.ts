import { pipeReads } from "./pipe-reads.ts";
import type { Pipe, Project } from "./project.ts";
import type { Scope } from "./scope.ts";

/** What a pipe reads that no filter of a token holds for. */
export interface UnfilteredRead {
  readonly pipe: string;
  /** A data source, or a node that takes the name of its table from outside. */
  readonly from: string;
}

/** Gives what pipes read that no filter of the scopes holds for: all workspaces' rows show through it. */
export function unfilteredReads(
  project: Project,
  pipes: readonly Pipe[],
  scopes: readonly Scope[],
): UnfilteredRead[] {
  const filtered = new Set(
    scopes
      .filter(({ type, filter }) => type === "DATASOURCES:READ" && filter !== "")
      .map(({ resource }) => resource),
  );
  return pipes.flatMap((pipe) => {
    const { tables, unclear } = pipeReads(project, pipe);
    return [...tables.filter((name) => !filtered.has(name)), ...unclear].map((from) => ({
      pipe: pipe.name,
      from,
    }));
  });
}
