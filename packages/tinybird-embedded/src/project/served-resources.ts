import type {
  DatasourceDefinition,
  PipeDefinition,
  ProjectDefinition,
} from "../datafile/definitions.ts";
import type { IngestPlan } from "../ingest/ingest-plan.ts";
import type { Deployment } from "../routes/deployment.ts";
import { NamedResources } from "./named-resources.ts";
import { versionedNames } from "./resolve-versions.ts";

/**
 * Gives what the routes find by name. A resource with a VERSION is found as `name__v3`, too, as clients of Tinybird
 * Classic call it; lists have it by its own name.
 */
export function servedResources(
  project: ProjectDefinition,
  planOf: (datasource: DatasourceDefinition) => IngestPlan,
): Pick<Deployment, "datasources" | "pipes" | "plans"> {
  const { datasources, pipes } = project;
  const others = (name: string) =>
    [...versionedNames(project)].flatMap(([other, own]) => (own === name ? [other] : []));
  const underAll = <Resource>(resources: readonly (readonly [string, Resource])[]) =>
    resources.flatMap(([name, resource]) =>
      others(name).map((other): [string, Resource] => [other, resource]),
    );
  const named = datasources.map((each): [string, DatasourceDefinition] => [each.name, each]);
  const plans = datasources.map((each): [string, IngestPlan] => [each.name, planOf(each)]);
  const byName = pipes.map((each): [string, PipeDefinition] => [each.name, each]);
  // For SQL from outside: what it reads under the other name is inlined.
  const reading = datasources.map((each): [string, PipeDefinition] => [each.name, readingOf(each)]);
  return {
    datasources: new NamedResources(named, underAll(named)),
    pipes: new NamedResources(byName, [...underAll(byName), ...underAll(reading)]),
    plans: new NamedResources(plans, underAll(plans)),
  };
}

function readingOf({ name, file }: DatasourceDefinition): PipeDefinition {
  const node = { name: "rows", sql: `SELECT * FROM ${name}`, type: "standard", line: 1 } as const;
  return { name, file, nodes: [node], tokens: [] };
}
