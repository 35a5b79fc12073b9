import type { ProjectDefinition } from "../datafile/definitions.ts";

/** Gives the project with data sources whose rows never expire: fixtures are often older than a TTL. */
export function withoutTtls(project: ProjectDefinition): ProjectDefinition {
  const datasources = project.datasources.map((datasource) => {
    const { ttl: _ttl, ...engine } = datasource.engine;
    return { ...datasource, engine };
  });
  return { ...project, datasources };
}
