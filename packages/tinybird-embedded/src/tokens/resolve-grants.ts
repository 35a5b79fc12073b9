import { quarantineName } from "../deploy/create-table.ts";
import { RequestError } from "../request-error.ts";
import type { Deployment } from "../routes/deployment.ts";
import { checkFilter } from "../statement/check-filter.ts";
import type { Grant } from "./grant.ts";
import { grantOf, type Scope } from "./scope.ts";

/** Filters that were found good, by table and text; JWTs bring the same ones again and again. */
const knownFilters = new WeakMap<object, Map<string, string>>();
const mostKnown = 1_000;

/**
 * Gives what scopes grant on a deployment.
 *
 * @throws {RequestError} 400 that names the first scope which is none, names what is not in the project, has a bad
 *   filter, or stands beside a different one for the same resource. One that is there twice counts once.
 */
export async function resolveGrants(
  deployment: Deployment,
  scopes: readonly Scope[],
): Promise<readonly Grant[]> {
  if (scopes.length === 0) {
    throw new RequestError(400, "Cannot make a token without a scope: give at least one");
  }
  const grants: Grant[] = [];
  const seen = new Map<string, string>();
  for (const [index, scope] of scopes.entries()) {
    const place = `scope ${index + 1} (${scope.type})`;
    const grant = grantOf(scope, place);
    const key = `${scope.type}:${scope.resource}`;
    const whole = JSON.stringify(grant);
    const before = seen.get(key);
    // Said again, it says nothing else.
    if (before === whole) continue;
    if (before !== undefined) {
      throw new RequestError(
        400,
        `Cannot make a token with ${place} as a resource must have one scope of a kind: it is there twice, and a filter would have no effect`,
      );
    }
    seen.set(key, whole);
    grants.push(await resolve(deployment, grant, place));
  }
  return grants;
}

async function resolve(deployment: Deployment, grant: Grant, place: string): Promise<Grant> {
  const { datasources, pipes } = deployment;
  if (grant.kind === "append") {
    if (datasources.has(grant.datasource)) return grant;
    throw missing(place, `data source "${grant.datasource}"`);
  }
  if (grant.kind !== "read") return grant;
  const { resource, filter } = grant;
  if (grant.of === "pipe") {
    if (pipes.has(resource)) return grant;
    throw missing(place, `pipe "${resource}"`);
  }
  const isTable = [...datasources.keys()].some((name) =>
    [name, quarantineName(name)].includes(resource),
  );
  if (!isTable) throw missing(place, `data source "${resource}"`);
  if (filter === undefined) return grant;
  return { ...grant, filter: await checkedFilter(deployment, resource, filter, place) };
}

async function checkedFilter(
  { engine, queryLimits }: Deployment,
  table: string,
  filter: string,
  place: string,
): Promise<string> {
  const known = knownFilters.get(engine) ?? new Map<string, string>();
  knownFilters.set(engine, known);
  const key = `${table}\n${filter}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const checked = await checkFilter(engine, table, filter, place, queryLimits);
  if (known.size >= mostKnown) known.clear();
  known.set(key, checked);
  return checked;
}

function missing(place: string, what: string): RequestError {
  return new RequestError(400, `Cannot make a token with ${place} as there is no ${what}`);
}
