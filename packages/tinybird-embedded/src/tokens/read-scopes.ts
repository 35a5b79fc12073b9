import { RequestError } from "../request-error.ts";
import type { Scope } from "./scope.ts";

/** The scopes that a JWT may have. */
const ofJsonWebTokens = new Set(["PIPES:READ", "DATASOURCES:READ", "DATASOURCES:APPEND"]);

/**
 * Reads the scopes of a JWT.
 *
 * @throws {RequestError} 400 that names the first one that is none.
 */
export function readScopes(values: readonly unknown[]): Scope[] {
  return values.map((value, index) => {
    const refuse = (reason: string) =>
      new RequestError(400, `Cannot read scope ${index + 1} of the JWT as ${reason}`);
    if (typeof value !== "object" || value === null) throw refuse("it must be an object");
    const { type, resource, filter, fixed_params: fixed } = { ...blank, ...value };
    if (typeof type !== "string" || !ofJsonWebTokens.has(type)) {
      throw refuse(`its type must be one of ${[...ofJsonWebTokens].join(", ")}`);
    }
    if (typeof resource !== "string") throw refuse("its resource must be a text");
    if (filter !== undefined && typeof filter !== "string") throw refuse("its filter must be SQL");
    if (fixed !== undefined && !isObject(fixed)) throw refuse("its fixed_params must be an object");
    return {
      type,
      resource,
      ...(filter === undefined ? {} : { filter }),
      ...(fixed === undefined ? {} : { fixed_params: fixed }),
    };
  });
}

const blank: Readonly<Record<"type" | "resource" | "filter" | "fixed_params", unknown>> = {
  type: undefined,
  resource: undefined,
  filter: undefined,
  fixed_params: undefined,
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
