import { Budget } from "./budget.ts";
import type { Evaluation } from "./evaluation.ts";
import { namingParameters } from "./functions/missing-parameter.ts";
import { metered } from "./metered.ts";
import type { Mention } from "./parameter-mentions.ts";
import { type PreparedTemplate, prepareTemplate } from "./prepare-template.ts";
import { readParameters } from "./read-parameters.ts";
import { renderNodes } from "./render-nodes.ts";
import { Scope } from "./scope.ts";
import { syntaxError } from "./template-error.ts";

export interface RenderOptions {
  /** Parameters of the request; a list for one that came more than once. */
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  /** Secrets that `tb_secret` finds; none if absent. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Clock of `job_timestamp`; the machine's if absent. */
  readonly now?: () => Date;
}

export interface RenderedTemplate {
  readonly sql: string;
  /** ClickHouse parameters that the SQL refers to as `{name: String}`: secrets. */
  readonly bindings: Readonly<Record<string, string>>;
  /** What `max_threads` asked for. */
  readonly maxThreads?: number;
  /** What `cache_ttl` asked for: `5s`, `1m`, `5m`, `30m` or `1h`. */
  readonly cacheTtl?: string;
  /** What `activate` asked for: `analyzer` or `parallel_replicas`. */
  readonly activate?: string;
  /** What `disable` asked for: `analyzer`. */
  readonly disable?: string;
  /** What `backend_hint` asked for. */
  readonly backendHint?: string;
}

/**
 * Renders the SQL of one node. A text that does not begin with `%` is no template and comes back as
 * it is.
 *
 * No value of a parameter leaves the literal or the quoted name that it is written into.
 *
 * @throws {TemplateError} When the template is wrong, misses a parameter, or raises an error.
 */
export function renderTemplate(sql: string, options: RenderOptions): RenderedTemplate {
  if (!sql.startsWith("%")) return { sql, bindings: {} };
  try {
    return render(prepareTemplate(sql.slice(1)), options);
  } catch (error) {
    // The stack, or the longest string there can be, is exhausted before the budget is.
    if (error instanceof RangeError) throw syntaxError("the template nests or grows too much");
    throw error;
  }
}

function render(
  { nodes, mentions, assigned }: PreparedTemplate,
  options: RenderOptions,
): RenderedTemplate {
  const budget = new Budget();
  const parameters = readParameters(options.parameters, mentions, budget);
  if (!parameters.has(JOB_TIMESTAMP)) {
    parameters.set(JOB_TIMESTAMP, secondText(options.now?.() ?? new Date()));
  }
  const evaluation: Evaluation = {
    scope: new Scope(parameters, assigned),
    budget,
    secrets: new Map(Object.entries(options.secrets ?? {})),
    bindings: new Map(),
    settings: {},
  };
  const output: string[] = [];
  try {
    metered(budget, () => renderNodes(nodes, evaluation, output));
  } catch (error) {
    throw namingParameters(error, parametersWithoutDefault(mentions));
  }
  const bindings = Object.fromEntries(evaluation.bindings);
  return { sql: output.join(""), bindings, ...evaluation.settings };
}

/** Tinybird gives it to every template: when the job began. */
const JOB_TIMESTAMP = "job_timestamp";

function secondText(now: Date): string {
  return now.toISOString().slice(0, 19).replace("T", " ");
}

function parametersWithoutDefault(mentions: readonly (readonly Mention[])[]): string[] {
  const names = mentions.flatMap((group) =>
    group
      .filter(({ name }) =>
        group
          .filter((other) => other.name === name)
          .every((other) => !other.arguments?.has("default")),
      )
      .filter(({ kind }) => kind !== "argument"),
  );
  return [...new Set(names.map(({ name }) => name))];
}
