import type { DatasourceDefinition, PipeDefinition } from "../datafile/definitions.ts";
import { tableNames } from "../query/table-names.ts";
import { reachable } from "./sample-parameters.ts";

/** Gives the data sources that a pipe reads, through other pipes too. */
export function sourcesOf(
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  datasources: readonly DatasourceDefinition[],
): DatasourceDefinition[] {
  const read = new Set(
    [...reachable(pipe, pipes)].flatMap(({ nodes }) =>
      nodes.flatMap(({ sql }) => [...tableNames(sql)]),
    ),
  );
  return datasources.filter(({ name }) => read.has(name));
}

/** Names the data sources that a pipe's rows come from, through views too, and that have no fixture. */
export function missingFixtures(
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  datasources: readonly DatasourceDefinition[],
  fixtures: ReadonlySet<string>,
): string[] {
  const readBy = (reader: PipeDefinition) =>
    sourcesOf(reader, pipes, datasources).map(({ name }) => name);
  const found = new Set(readBy(pipe));
  const fed = new Set<string>();
  // A set that grows while it is walked is walked to its end.
  for (const name of found) {
    for (const view of pipes.values()) {
      if (!view.nodes.some(({ datasource }) => datasource === name)) continue;
      fed.add(name);
      for (const source of readBy(view)) found.add(source);
    }
  }
  return [...found].filter((name) => !fed.has(name) && !fixtures.has(name));
}
