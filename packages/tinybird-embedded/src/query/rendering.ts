import type { Settings } from "../engine/settings.ts";
import { outputSettings } from "./output-settings.ts";
import { limitSettings, type QueryLimits } from "./query-limits.ts";
import { type Parameters, renderSql } from "./render-sql.ts";
import { templateParametersOf } from "./reserved-parameters.ts";

/** Renders the templates of one request, and gathers what they say about the query as a whole. */
export class Rendering {
  readonly #parameters: Parameters;
  readonly #output: Settings;
  readonly #limits: QueryLimits;
  #threads: number;
  #bindings: Readonly<Record<string, string>> = {};

  /** @throws {RequestError} 400 if a parameter that says how values are written is wrong. */
  constructor(parameters: Parameters, limits: QueryLimits) {
    this.#parameters = templateParametersOf(parameters);
    this.#output = outputSettings(parameters);
    this.#limits = limits;
    this.#threads = limits.threads;
  }

  /**
   * Gives the SQL of a template; any other as it is.
   *
   * @throws {RequestError} With the template's own status and text.
   */
  render(template: string): string {
    const { sql, bindings, maxThreads } = renderSql(template, this.#parameters);
    this.#bindings = { ...this.#bindings, ...bindings };
    // Nought would be all there are.
    if (maxThreads) this.#threads = Math.min(this.#threads, maxThreads);
    return sql;
  }

  /** What to run the query with, once all is rendered. */
  get options(): {
    readonly settings: Settings;
    readonly parameters: Readonly<Record<string, string>>;
  } {
    const limits = limitSettings({ ...this.#limits, threads: this.#threads });
    // The last of them locks the others.
    return { settings: { ...this.#output, ...limits }, parameters: this.#bindings };
  }
}
