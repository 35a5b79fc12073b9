import type { Parameters } from "../query/render-sql.ts";
import type { Grant } from "./grant.ts";

/** Tells of a grant whether it lets somebody run the pipe. */
export function readsPipe(name: string): (grant: Grant) => boolean {
  return (grant) =>
    grant.kind === "read-all" ||
    (grant.kind === "read" && grant.of === "pipe" && grant.resource === name);
}

/** Gives the parameters that win over those of a request for the pipe; none for who may read all. */
export function fixedParameters(grants: readonly Grant[], name: string): Parameters {
  if (grants.some(({ kind }) => kind === "admin" || kind === "read-all")) return {};
  const fixed = grants.flatMap((grant) =>
    grant.kind === "read" && readsPipe(name)(grant) ? [grant.fixed ?? {}] : [],
  );
  return Object.assign({}, ...fixed);
}
