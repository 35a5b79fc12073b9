import { similarIds } from "../similar-ids.ts";
import { UsageError } from "../usage-error.ts";
import type { Pipe, Project } from "./project.ts";

/**
 * Gives the endpoints of these names, each once.
 *
 * @throws {UsageError} where a project has none of the name, with names that look like it
 */
export function namedEndpoints({ pipes }: Project, names: readonly string[]): Pipe[] {
  const endpoints = [...pipes.values()].filter(({ endpoint }) => endpoint !== undefined);
  return [...new Set(names)].map((name) => {
    const found = endpoints.find((pipe) => pipe.name === name);
    if (found !== undefined) return found;
    const there = endpoints.map((pipe) => pipe.name).sort();
    throw new UsageError(
      `Cannot let a token read the pipe ${JSON.stringify(name.slice(0, 80))} as ${pipes.has(name) ? "it must be an endpoint" : "the server must have an endpoint of this name"}`,
      didYouMean(name, there),
    );
  });
}

/** Gives a sentence with the names that look like one, else with all that there are. */
export function didYouMean(name: string, there: readonly string[]): string {
  const similar = similarIds(name, there);
  if (similar.length > 0) return `Did you mean ${similar.join(" or ")}?`;
  return there.length > 0
    ? `There are ${there.join(", ")}`
    : "AUDIT_TOKEN (or --token) may read none: it must be the administrator's";
}
