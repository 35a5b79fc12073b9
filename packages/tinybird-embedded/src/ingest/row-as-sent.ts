import type { Values } from "./encode-row.ts";
import type { IngestPlan } from "./ingest-plan.ts";

/** A row that fits as it was sent. Its values are read only if somebody asks for them. */
export class RowAsSent {
  readonly fits = true;
  readonly line: string;
  /** Places of the columns that it leaves to a DEFAULT. */
  readonly left: ReadonlySet<number>;
  readonly #plan: IngestPlan;
  #values: Values | undefined;

  constructor(line: string, left: ReadonlySet<number>, plan: IngestPlan) {
    this.left = left;
    this.line = line;
    this.#plan = plan;
  }

  get values(): Values {
    this.#values ??= this.#plan.readValues(this.line);
    return this.#values;
  }
}
