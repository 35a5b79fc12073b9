import { InvalidOptionError } from "./invalid-option-error.ts";
import type { Projection } from "./projection.ts";

/**
 * Lets a projection pass.
 *
 * @throws {InvalidOptionError} when it is none
 */
export function assertProjection<State>(what: string, projection: Projection<State>): void {
  const methods = ["handles", "evolve", "on"] as const;
  if (
    typeof projection?.name !== "string" ||
    methods.some((method) => typeof projection[method] !== "function")
  )
    throw new InvalidOptionError({
      what,
      option: "projection",
      must: "be from defineProjection",
      value: projection,
    });
}
