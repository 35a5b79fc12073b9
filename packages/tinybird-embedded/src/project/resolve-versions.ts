import type {
  DatasourceDefinition,
  NodeDefinition,
  ProjectDefinition,
} from "../datafile/definitions.ts";

/**
 * Finds the names that Tinybird Classic would give the resources with a VERSION, `name__v3`, and the names that they
 * have here. One that another resource has is left to it.
 */
export function versionedNames({
  datasources,
  pipes,
}: ProjectDefinition): ReadonlyMap<string, string> {
  const resources = [...datasources, ...pipes];
  const names = new Set(resources.map(({ name }) => name));
  return new Map(
    resources.flatMap(({ name, version }) => {
      const versioned = `${name}__v${version}`;
      return version === undefined || names.has(versioned) ? [] : [[versioned, name]];
    }),
  );
}

/**
 * Gives the project with `name__v3` written as `name` wherever its nodes say it; so is `workspace.name` of a data source
 * below `vendor/workspace/`, which is shared by another workspace in Tinybird Classic.
 */
export function resolveVersions(project: ProjectDefinition): ProjectDefinition {
  const versioned = new Map([...versionedNames(project), ...vendorNames(project)]);
  if (versioned.size === 0) return project;
  const plain = (name: string) => versioned.get(name) ?? name;
  const resolve = (node: NodeDefinition): NodeDefinition => ({
    ...node,
    sql: plainSql(node.sql, versioned),
    ...(node.datasource === undefined ? {} : { datasource: plain(node.datasource) }),
    ...(node.copy === undefined ? {} : { copy: { ...node.copy, target: plain(node.copy.target) } }),
  });
  const pipes = project.pipes.map((pipe) => ({ ...pipe, nodes: pipe.nodes.map(resolve) }));
  return { ...project, pipes };
}

/** Gives the workspace that shares a data source, in Tinybird Classic; nothing if it is the project's own. */
export function vendorOf({ file }: DatasourceDefinition): string | undefined {
  return /(?:^|[/\\])vendor[/\\](\w+)[/\\]/.exec(file)?.[1];
}

function vendorNames({ datasources }: ProjectDefinition): [string, string][] {
  return datasources.flatMap((datasource) => {
    const workspace = vendorOf(datasource);
    const { name } = datasource;
    if (workspace === undefined) return [];
    return [[`${workspace}.${name.replace(`${workspace}__`, "")}`, name]];
  });
}

/** Texts in quotes stay as they are. */
function plainSql(sql: string, versioned: ReadonlyMap<string, string>): string {
  return sql.replaceAll(/'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?/gs, (token: string) => {
    const [first = "", ...others] = token.split(".");
    return versioned.get(token) ?? [versioned.get(first) ?? first, ...others].join(".");
  });
}
