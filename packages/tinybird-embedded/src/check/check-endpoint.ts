import type { NodeDefinition, PipeDefinition } from "../datafile/definitions.ts";
import type { Tinybird } from "../start-tinybird.ts";
import { renderTemplate } from "../template/render-template.ts";
import { TemplateError } from "../template/template-error.ts";
import { callEndpoint, errorText, type ServerAnswer } from "./call-server.ts";
import { nextSamples, reachable, type Sample, sampleParameters } from "./sample-parameters.ts";

/** How many calls a set of parameters gets. */
const mostCalls = 60;

type Parameters = Readonly<Record<string, string>>;

/** Why an endpoint does not answer, and the node that is to blame if a template is. */
export interface EndpointRefusal {
  readonly reason: string;
  readonly node?: NodeDefinition;
}

/**
 * Calls an endpoint with samples for its parameters; gives why it does not answer.
 *
 * An error that a template raises by `error` or `custom_error` is an answer. What is refused for the value of a sample
 * is tried again with another. Parameters may exclude each other: what fails with all of them is called without those
 * that may be left out, then with each of these alone.
 *
 * @param columns Names of columns that it may read.
 */
export async function checkEndpoint(
  server: Pick<Tinybird, "url" | "token">,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  columns: readonly string[],
): Promise<EndpointRefusal | undefined> {
  const trying = (samples: readonly Sample[]) =>
    tryCalls(server, pipe, pipes, { samples, columns });
  const { required, optional } = sampleParameters(pipe, pipes);
  const withRequired = async () => {
    const least = await trying(required);
    const name = least.answers ? undefined : /missing parameter "(\w+)"/.exec(least.reason)?.[1];
    const missing = optional.find((each) => each.name === name);
    return missing === undefined ? least : trying([...required, missing]);
  };
  const all = await trying([...required, ...optional]);
  if (all.answers) return undefined;
  if (optional.length === 0) return all;
  const least = await withRequired();
  if (!least.answers) return least;
  for (const each of optional) {
    const outcome = await trying([...required, each]);
    if (outcome.answers || outcome.wantsOthers) continue;
    return { ...outcome, reason: `with "${each.name}" given: ${outcome.reason}` };
  }
  return undefined;
}

type Outcome =
  | { readonly answers: true }
  | (EndpointRefusal & {
      readonly answers: false;
      /** Whether it may answer to values that are none of the samples. */
      readonly wantsOthers: boolean;
    });

async function tryCalls(
  server: Pick<Tinybird, "url" | "token">,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  {
    samples,
    columns,
  }: { readonly samples: readonly Sample[]; readonly columns: readonly string[] },
): Promise<Outcome> {
  let first: EndpointRefusal | undefined;
  let next: readonly Sample[] | undefined = samples;
  for (let calls = 0; next !== undefined && calls < mostCalls; calls += 1) {
    const parameters = Object.fromEntries(next.map(({ name, value }) => [name, value]));
    const answer = await callEndpoint(server, pipe.name, new URLSearchParams(parameters));
    if (answer.status === 200) return { answers: true };
    const { isRaised, ...refusal } = refusalOf(answer, pipe, pipes, parameters);
    if (isRaised) return { answers: true };
    first ??= refusal;
    if (!isAboutValue(refusal.reason, next)) {
      return { ...refusal, answers: false, wantsOthers: calls > 0 };
    }
    next = nextSamples(next, refusal.reason, columns);
  }
  return { ...(first ?? { reason: "it does not answer" }), answers: false, wantsOthers: true };
}

function refusalOf(
  { text }: ServerAnswer,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  parameters: Parameters,
): EndpointRefusal & { readonly isRaised: boolean } {
  const reason = errorText(text);
  for (const { nodes } of reachable(pipe, pipes)) {
    for (const node of nodes) {
      const error = templateError(node, parameters);
      if (error === undefined) continue;
      const says = error.body === undefined ? error.message : JSON.stringify(error.body);
      const isRaised = error.code === "custom_template_error" && [reason, text].includes(says);
      if (isRaised) return { reason, isRaised };
      if (reason !== error.message) continue;
      const isOwn = pipe.nodes.includes(node);
      return isOwn ? { reason, node, isRaised } : { reason, isRaised };
    }
  }
  return { reason, isRaised: false };
}

function templateError(node: NodeDefinition, parameters: Parameters): TemplateError | undefined {
  try {
    renderTemplate(node.sql, { parameters });
    return undefined;
  } catch (cause) {
    return cause instanceof TemplateError ? cause : undefined;
  }
}

/** Whether another value of a parameter may do. */
function isAboutValue(reason: string, samples: readonly Sample[]): boolean {
  return (
    /Template Syntax Error: (Error validating|expression)|not a valid|\((CANNOT_\w+|TYPE_MISMATCH|BAD_ARGUMENTS|ILLEGAL_\w+|\w*OUT_OF_(BOUND|RANGE)|NO_COMMON_TYPE|TOO_LARGE_\w+|POCO_EXCEPTION|UNKNOWN_TYPE|NOT_IMPLEMENTED|INVALID_\w+)\)/i.test(
      reason,
    ) || samples.some(({ value }) => value.length > 3 && reason.includes(value))
  );
}
