import type { ProjectDefinition } from "../datafile/definitions.ts";
import { StartError } from "../start-error.ts";

/**
 * Lets a project pass whose copy pipes write to data sources that it has.
 *
 * @throws {StartError} That names the first copy that does not.
 */
export function requireCopyTargets({ datasources, pipes }: ProjectDefinition): void {
  const names = new Set(datasources.map(({ name }) => name));
  for (const { file, nodes } of pipes) {
    for (const { line, copy } of nodes) {
      if (copy === undefined || names.has(copy.target)) continue;
      const reason = `TARGET_DATASOURCE must name a data source of the project: current value is "${copy.target}"`;
      throw new StartError({ code: "datafile_invalid", file, line, reason });
    }
  }
}
