import { AuditError } from "@audit/events";

/** Events of an entity came again after those of another: streams must come one after the other. */
export class ReopenedStreamError extends AuditError<"reopened_stream"> {
  override readonly name = "ReopenedStreamError";
  /** The entity that came again. */
  readonly id: string;

  constructor(facts: { projection: string; id: string; after: string }) {
    const { projection, id, after } = facts;
    super(
      "reopened_stream",
      `Cannot replay "${projection}" as the streams of a fleet must come one after the other: current value is ${JSON.stringify(id)} again after ${JSON.stringify(after)}`,
    );
    this.id = id;
  }
}
