import { isReservedName, refuseReservedNames } from "./reserved-names.ts";
import {
  mayFail,
  mentionsByName,
  parameter,
  type TemplateParameter,
} from "./template-parameters.ts";

/** A parameter of a pipe, by all nodes that read it, branches that never run included. */
export interface PipeParameter extends TemplateParameter {
  /** Whether a rendering may fail for want of a value, whatever `required=` says. */
  readonly mayFail: boolean;
  /** Whether the API takes a parameter of this name for itself; Tinybird warns of it. */
  readonly isReserved: boolean;
}

/**
 * Lists the parameters that the nodes of a pipe read, in the order in which they first name them.
 *
 * @throws {TemplateError} When a node cannot be read, or reads `format` or `q`.
 */
export function pipeParameters(nodes: readonly { readonly sql: string }[]): PipeParameter[] {
  const byName = mentionsByName(nodes.map(({ sql }) => sql));
  refuseReservedNames([...byName.values()].flat());
  return [...byName].map(([name, mentions]) => ({
    ...parameter(name, mentions),
    mayFail: mayFail(mentions),
    isReserved: isReservedName(name),
  }));
}
