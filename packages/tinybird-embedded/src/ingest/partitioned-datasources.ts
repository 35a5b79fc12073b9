import type { DatasourceDefinition } from "../datafile/definitions.ts";

/** What a materialized view reads, and where it writes. */
interface Feed {
  readonly reads: readonly string[];
  readonly target: string;
}

/** Names the data sources of which one insert can make parts in several partitions: their own, or of what views feed. */
export function partitionedDatasources(
  datasources: readonly DatasourceDefinition[],
  views: readonly Feed[],
): ReadonlySet<string> {
  const found = new Set(
    datasources.filter(({ engine }) => engine.partitionKey).map(({ name }) => name),
  );
  // A set that grows while it is walked is walked to its end.
  for (const name of found) {
    const sources = views.filter(({ target }) => target === name).flatMap(({ reads }) => reads);
    for (const source of sources) found.add(source);
  }
  return found;
}
