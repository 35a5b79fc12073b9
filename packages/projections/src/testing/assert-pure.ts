import { AuditError, type AuditEvent } from "@audit/events";
import type { Projection } from "../projection.ts";
import { type Impurity, impurities } from "./impurities.ts";

/** A projection is not pure. */
export class ImpureProjectionError extends AuditError<"impure_projection"> {
  override readonly name = "ImpureProjectionError";
  readonly impurities: readonly Impurity[];

  constructor(facts: { projection: string; impurities: readonly Impurity[] }) {
    const { projection, impurities: found } = facts;
    super(
      "impure_projection",
      `Cannot rely on projection "${projection}" as it must give the same for the same state and event, and change neither: current value is\n${describeImpurities(found)}`,
    );
    this.impurities = found;
  }
}

/** Gives a line per impurity, with the first event that shows it. */
export function describeImpurities(found: readonly Impurity[]): string {
  return found
    .map(
      ({ detail, event: { action, uid, id } }) => `  ${detail}, at ${action} "${uid}" of "${id}"`,
    )
    .join("\n");
}

/**
 * Throws where these events show that a projection is not pure; see {@link impurities} for how it looks.
 *
 * @throws {ImpureProjectionError} naming each way, and the first event that shows it
 * @example
 * import { monitorDown } from "@audit/events";
 * import { monitor } from "@audit/projections";
 * assertPure(monitor, stream("monitor:1", [at("10:42", monitorDown, { region: "gru" })]));
 */
export function assertPure<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent>,
): void {
  const found = impurities(projection, events);
  if (found.length > 0)
    throw new ImpureProjectionError({ projection: projection.name, impurities: found });
}
