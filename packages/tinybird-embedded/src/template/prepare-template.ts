import { allMentions, type Mention } from "./parameter-mentions.ts";
import { parseTemplate } from "./parse-template.ts";
import { refuseReservedNames } from "./reserved-names.ts";
import type { TemplateNode } from "./template-node.ts";
import { assignedNames } from "./walk-template.ts";

/** A template that was read, with what every rendering asks of it. */
export interface PreparedTemplate {
  readonly nodes: readonly TemplateNode[];
  readonly mentions: readonly (readonly Mention[])[];
  readonly assigned: ReadonlySet<string>;
}

/** Templates that are kept: endpoints are asked again and again, and reading costs most. */
const KEPT = 100;
const LONGEST_KEPT = 20_000;
const kept = new Map<string, PreparedTemplate>();

/**
 * Reads a template, without the `%` that marks one. The same text is read once while it is among
 * the last hundred.
 *
 * @throws {TemplateError} When it cannot be read, or reads `format` or `q`.
 */
export function prepareTemplate(template: string): PreparedTemplate {
  const known = kept.get(template);
  if (known !== undefined) return known;
  const nodes = parseTemplate(template);
  const mentions = allMentions(nodes);
  refuseReservedNames(mentions.flat());
  const prepared = { nodes, mentions, assigned: assignedNames(nodes) };
  if (template.length <= LONGEST_KEPT) {
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(template, prepared);
  }
  return prepared;
}
