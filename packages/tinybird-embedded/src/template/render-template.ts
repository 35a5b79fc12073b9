import { Budget } from "./budget.ts";
import { evaluate } from "./evaluate-expression.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Expression } from "./expression.ts";
import { namingParameters } from "./functions/missing-parameter.ts";
import { allMentions, type Mention } from "./parameter-mentions.ts";
import { parseTemplate } from "./parse-template.ts";
import { readParameters } from "./read-parameters.ts";
import { Scope } from "./scope.ts";
import { iterate } from "./subscript.ts";
import { syntaxError, TemplateError } from "./template-error.ts";
import type { TemplateNode } from "./template-node.ts";
import { isTrue, itemsOf, typeName, type Value } from "./value.ts";
import { assignedNames } from "./walk-template.ts";
import { writeOutput } from "./write-output.ts";

/** Units of the budget that one node costs each time. */
const NODE_COST = 20;

export interface RenderOptions {
  /** Parameters of the request; a list for one that came more than once. */
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  /** Secrets that `tb_secret` finds; none if absent. */
  readonly secrets?: Readonly<Record<string, string>>;
}

export interface RenderedTemplate {
  readonly sql: string;
  /** ClickHouse parameters that the SQL refers to as `{name: String}`: secrets. */
  readonly bindings: Readonly<Record<string, string>>;
  /** What `max_threads` asked for. */
  readonly maxThreads?: number;
  /** What `cache_ttl` asked for: `5s`, `1m`, `5m`, `30m` or `1h`. */
  readonly cacheTtl?: string;
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
    return render(parseTemplate(sql.slice(1)), options);
  } catch (error) {
    // The stack, or the longest string there can be, is exhausted before the budget is.
    if (error instanceof RangeError) throw syntaxError("the template nests or grows too much");
    throw error;
  }
}

function render(nodes: readonly TemplateNode[], options: RenderOptions): RenderedTemplate {
  const mentions = allMentions(nodes);
  refuseReservedNames(mentions.flat());
  const budget = new Budget();
  const parameters = readParameters(options.parameters, mentions, budget);
  const evaluation: Evaluation = {
    scope: new Scope(parameters, assignedNames(nodes)),
    budget,
    secrets: new Map(Object.entries(options.secrets ?? {})),
    bindings: new Map(),
    settings: {},
  };
  const output: string[] = [];
  try {
    renderNodes(nodes, evaluation, output);
  } catch (error) {
    throw namingParameters(error, parametersWithoutDefault(mentions));
  }
  const bindings = Object.fromEntries(evaluation.bindings);
  return { sql: output.join(""), bindings, ...evaluation.settings };
}

function renderNodes(
  nodes: readonly TemplateNode[],
  evaluation: Evaluation,
  output: string[],
): void {
  for (const node of nodes) {
    evaluation.budget.spend(NODE_COST);
    if (node.kind === "text") write(node.text, evaluation, output);
    else if (node.kind === "output") renderOutput(node, evaluation, output);
    else if (node.kind === "set") {
      assign(node.names, evaluate(node.value, evaluation), node.line, evaluation);
    } else if (node.kind === "for") {
      for (const item of loopItems(node.items, evaluation)) {
        assign(node.names, item, node.line, evaluation);
        renderNodes(node.body, evaluation, output);
      }
    } else {
      const branch = node.branches.find(
        ({ test }) => test === undefined || isTrue(evaluate(test, evaluation)),
      );
      if (branch !== undefined) renderNodes(branch.body, evaluation, output);
    }
  }
}

function renderOutput(
  { expression, source }: Extract<TemplateNode, { kind: "output" }>,
  evaluation: Evaluation,
  output: string[],
): void {
  write(writeOutput(evaluate(expression, evaluation), source), evaluation, output);
}

function write(text: string, { budget }: Evaluation, output: string[]): void {
  budget.text(text.length);
  output.push(text);
}

function loopItems(expression: Expression, evaluation: Evaluation): readonly Value[] {
  const value = evaluate(expression, evaluation);
  const items = iterate(value);
  if (items === undefined) {
    throw syntaxError(`'${typeName(value)}' object is not iterable`, expression.line);
  }
  evaluation.budget.list(items.length);
  return items;
}

function assign(names: readonly string[], value: Value, line: number, { scope }: Evaluation): void {
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return scope.set(only, value);
  const items = itemsOf(value);
  if (items?.length !== names.length) {
    throw syntaxError(`Cannot unpack the value as it must have ${names.length} items`, line);
  }
  for (const [index, name] of names.entries()) scope.set(name, items[index] ?? null);
}

function refuseReservedNames(mentions: readonly Mention[]): void {
  const reserved = mentions.find(({ name }) => name === "format" || name === "q");
  if (reserved === undefined) return;
  const { name, line } = reserved;
  throw new TemplateError(`"${name}" can not be used as a variable name, line ${line}`);
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
