import type { ProjectDefinition } from "../datafile/definitions.ts";
import type { StartFailure } from "../start-error.ts";

/** Gives the project without the data sources that were refused: they have no table. */
export function withoutRefused(
  project: ProjectDefinition,
  refused: readonly StartFailure[],
): ProjectDefinition {
  const files = new Set(refused.map((failure) => ("file" in failure ? failure.file : "")));
  const datasources = project.datasources.filter(({ file }) => !files.has(file));
  return { ...project, datasources };
}
