import { UsageError } from "../usage-error.ts";
import { didYouMean } from "./named-endpoints.ts";
import { columnsOf, type Project } from "./project.ts";
import type { Scope } from "./scope.ts";

/**
 * Reads `name:filter` or `name` as Tinybird does: a filter for this data source alone, all of its rows without one.
 *
 * @throws {UsageError} for a name that the project does not have, and for a filter of nothing
 */
export function rawDatasource(project: Project, text: string): Scope {
  const end = text.indexOf(":");
  const resource = end < 0 ? text : text.slice(0, end);
  const filter = end < 0 ? "" : text.slice(end + 1);
  if (columnsOf(project, resource) === undefined)
    throw new UsageError(
      `Cannot let a token read the data source ${JSON.stringify(resource.slice(0, 80))} as the server must have one of this name`,
      didYouMean(resource, [...project.datasources.keys()].sort()),
    );
  if (end >= 0 && filter.trim() === "")
    throw new UsageError(
      `Cannot read --datasource ${JSON.stringify(`${resource}:`)}: behind the colon must be a condition`,
      `Without the colon the token reads all rows of ${resource}`,
    );
  return { type: "DATASOURCES:READ", resource, filter };
}
