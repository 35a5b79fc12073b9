import type { Parameters } from "../query/render-sql.ts";
import { RequestError } from "../request-error.ts";
import type { Grant } from "./grant.ts";

/** A scope as Tinybird's API writes it. */
export interface Scope {
  readonly type: string;
  readonly resource?: string;
  readonly filter?: string;
  readonly fixed_params?: Readonly<Record<string, unknown>>;
}

/** A filter goes into a setting of every query. */
const longestFilter = 10_000;

/** What Tinybird has, and a server whose resources come from datafiles alone has no use for. */
const withoutMeaning = new Map([
  ["DATASOURCES:CREATE", "data sources are made by a deployment of their datafiles"],
  ["DATASOURCES:DROP", "data sources are dropped by a deployment without their datafiles"],
  ["PIPES:CREATE", "pipes are made by a deployment of their datafiles"],
  ["PIPES:DROP", "pipes are dropped by a deployment without their datafiles"],
  ["ORG_DATASOURCES:READ", "there are no organizations"],
]);

/** Reads a scope of the form `TYPE:ACTION[:resource[:filter]]`. The filter may have colons of its own. */
export function parseScope(text: string): Scope {
  const plain = /^(ADMIN|TOKENS)$/.exec(text);
  if (plain !== null) return { type: text };
  const [, type = text, resource, filter] =
    /^([A-Z_]+:[A-Z_]+)(?::([^:]*)(?::(.*))?)?$/s.exec(text) ?? [];
  return {
    type,
    ...(resource === undefined ? {} : { resource }),
    ...(filter === undefined ? {} : { filter }),
  };
}

/**
 * Gives what a scope grants.
 *
 * @param place Where the scope stands, for the message: `scope 2`.
 * @throws {RequestError} 400 that names the place, if the scope is none, or means nothing here.
 */
export function grantOf(scope: Scope, place: string): Grant {
  const { type, resource, filter, fixed_params: fixed } = scope;
  const refuse = (reason: string) =>
    new RequestError(400, `Cannot make a token with ${place} as ${reason}`);
  const reason = withoutMeaning.get(type);
  if (reason !== undefined) throw refuse(`${type} means nothing on this server: ${reason}`);
  if (filter !== undefined && type !== "DATASOURCES:READ") {
    throw refuse("only DATASOURCES:READ may have a filter");
  }
  if (fixed !== undefined && type !== "PIPES:READ") {
    throw refuse("only PIPES:READ may have fixed_params");
  }
  switch (type) {
    case "ADMIN":
    case "TOKENS":
    case "WORKSPACE:READ_ALL":
      if (resource !== undefined) throw refuse(`${type} must have no resource`);
      return { kind: type === "ADMIN" ? "admin" : type === "TOKENS" ? "tokens" : "read-all" };
    case "DATASOURCES:APPEND":
      return { kind: "append", datasource: named(resource, refuse) };
    case "DATASOURCES:READ":
      return {
        kind: "read",
        of: "datasource",
        resource: named(resource, refuse),
        ...(filter === undefined ? {} : { filter: usable(filter, refuse) }),
      };
    case "PIPES:READ":
      return {
        kind: "read",
        of: "pipe",
        resource: named(resource, refuse),
        ...(fixed === undefined ? {} : { fixed: parametersOf(fixed, refuse) }),
      };
    default:
      throw refuse(
        "it must be ADMIN, TOKENS, WORKSPACE:READ_ALL, PIPES:READ:name, DATASOURCES:READ:name[:filter] or DATASOURCES:APPEND:name",
      );
  }
}

/** Writes what a token may do as Tinybird's API does. */
export function scopeOf(grant: Grant): Scope {
  switch (grant.kind) {
    case "admin":
      return { type: "ADMIN" };
    case "tokens":
      return { type: "TOKENS" };
    case "read-all":
      return { type: "WORKSPACE:READ_ALL" };
    case "append":
      return { type: "DATASOURCES:APPEND", resource: grant.datasource };
    case "read":
      return {
        type: grant.of === "pipe" ? "PIPES:READ" : "DATASOURCES:READ",
        resource: grant.resource,
        ...(grant.filter === undefined ? {} : { filter: grant.filter }),
        ...(grant.fixed === undefined ? {} : { fixed_params: grant.fixed }),
      };
  }
}

type Refuse = (reason: string) => RequestError;

function named(resource: string | undefined, refuse: Refuse): string {
  if (resource !== undefined && /^\w+$/.test(resource)) return resource;
  throw refuse("it must name one resource by letters, digits and _");
}

function usable(filter: string, refuse: Refuse): string {
  if (filter.trim() !== "" && filter.length <= longestFilter) return filter;
  throw refuse(`its filter must have from 1 to ${longestFilter} characters`);
}

/** Values as a query string would have them. */
function parametersOf(fixed: Readonly<Record<string, unknown>>, refuse: Refuse): Parameters {
  const text = (name: string, value: unknown): string => {
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    throw refuse(`the fixed parameter "${name}" must be a text, a number, a boolean or a list`);
  };
  const entries = Object.entries(fixed).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map((each) => text(name, each)) : text(name, value),
  ]);
  return Object.fromEntries(entries);
}
