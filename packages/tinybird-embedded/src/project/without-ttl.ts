import type { ProjectDefinition } from "../datafile/definitions.ts";

/** Gives the project with rows that never expire: old fixtures are gone at once otherwise. */
export function withoutTtl(project: ProjectDefinition): ProjectDefinition {
  const datasources = project.datasources.map((datasource) => {
    const { ttl: _ttl, ...engine } = datasource.engine;
    return { ...datasource, engine };
  });
  const pipes = project.pipes.map((pipe) => ({
    ...pipe,
    nodes: pipe.nodes.map((node) => {
      if (node.engine === undefined) return node;
      const { ttl: _ttl, ...engine } = node.engine;
      return { ...node, engine };
    }),
  }));
  return { ...project, datasources, pipes };
}
