import type { ProjectDefinition } from "../datafile/definitions.ts";

/** Says what of a project's datafiles is not done as they say, each in a sentence that begins with file and line. */
export function projectWarnings({
  datasources,
  pipes,
  warnings: leftOut = [],
}: ProjectDefinition): string[] {
  const names = new Set(datasources.map(({ name }) => name));
  const ignored = pipes.flatMap(({ file, nodes }) =>
    nodes.flatMap(({ engine, datasource, line }) =>
      engine !== undefined && datasource !== undefined && names.has(datasource)
        ? [`${file}:${line}: ENGINE is ignored: "${datasource}" has a datafile of its own`]
        : [],
    ),
  );
  const said = [...datasources, ...pipes].flatMap(({ warnings = [] }) => warnings);
  return [...said.map(({ message }) => message), ...ignored, ...leftOut];
}
