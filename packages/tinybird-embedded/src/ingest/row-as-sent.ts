import type { Values } from "./encode-row.ts";
import type { IngestPlan } from "./ingest-plan.ts";

/** A row that is complete as it was sent. Its values are read only if somebody asks for them. */
export class RowAsSent {
  readonly fits = true;
  readonly line: string;
  readonly #plan: IngestPlan;
  #values: Values | undefined;

  constructor(line: string, plan: IngestPlan) {
    this.line = line;
    this.#plan = plan;
  }

  get values(): Values {
    this.#values ??= this.#plan.readValues(this.line);
    return this.#values;
  }
}
