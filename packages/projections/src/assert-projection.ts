import { InvalidOptionError } from "./invalid-option-error.ts";
import type { Projection } from "./projection.ts";

/**
 * Lets a projection pass.
 *
 * @throws {InvalidOptionError} when it is none
 */
export function assertProjection<State>(what: string, projection: Projection<State>): void {
  if (
    typeof projection?.name !== "string" ||
    typeof projection.handles !== "function" ||
    typeof projection.evolve !== "function" ||
    typeof projection.on !== "function"
  )
    throw new InvalidOptionError({
      what,
      option: "projection",
      must: "be from defineProjection",
      value: projection,
    });
}
