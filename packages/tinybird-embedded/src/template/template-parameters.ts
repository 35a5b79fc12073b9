import { type LiteralValue, literalValue } from "./literal-value.ts";
import { allMentions, type Mention, mentionedType } from "./parameter-mentions.ts";
import { parseTemplate } from "./parse-template.ts";

/** A parameter that a template reads. */
export interface TemplateParameter {
  readonly name: string;
  /** `Int32`, `Array(String)`; `String` where the template says no type. */
  readonly type: string;
  /** Default, if it is a literal. */
  readonly default?: LiteralValue;
  /**
   * What the template says by `required=`; else whether it may fail for want of a value: it has no
   * default, and the template never asks whether it is `defined`.
   */
  readonly required: boolean;
  readonly description?: string;
  readonly enum?: LiteralValue;
  readonly format?: string;
  readonly example?: LiteralValue;
}

/**
 * Lists the parameters that a template reads, in the order in which it first names them.
 *
 * @throws {TemplateError} When the template cannot be read.
 */
export function templateParameters(sql: string): TemplateParameter[] {
  return [...mentionsByName([sql])].map(([name, mentions]) => parameter(name, mentions));
}

/** Gives the places that read each parameter of several nodes, in the order of the text. */
export function mentionsByName(nodes: readonly string[]): ReadonlyMap<string, readonly Mention[]> {
  const byName = new Map<string, Mention[]>();
  for (const sql of nodes) {
    if (!sql.startsWith("%")) continue;
    for (const mention of allMentions(parseTemplate(sql.slice(1))).flat()) {
      const known = byName.get(mention.name);
      if (known === undefined) byName.set(mention.name, [mention]);
      else known.push(mention);
    }
  }
  return byName;
}

/** Gives what the places that read a parameter say of it. */
export function parameter(name: string, mentions: readonly Mention[]): TemplateParameter {
  const typed = mentions.find(({ kind }) => kind === "typed");
  const literal = (key: string): LiteralValue | undefined =>
    mentions
      .map((mention) => literalValue(mention.arguments?.get(key)))
      .find((value) => value !== undefined);
  const text = (key: string): string | undefined => {
    const value = literal(key);
    return typeof value === "string" ? value : undefined;
  };
  const said = literal("required");
  const documentation = {
    default: literal("default"),
    description: text("description"),
    enum: literal("enum"),
    format: text("format"),
    example: literal("example"),
  };
  return {
    name,
    type: typed === undefined ? "String" : mentionedType(typed),
    required: typeof said === "boolean" ? said : mayFail(mentions),
    ...Object.fromEntries(Object.entries(documentation).filter(([, value]) => value !== undefined)),
  };
}

/** Tells whether a template may fail for want of a value, by what it does with it. */
export function mayFail(mentions: readonly Mention[]): boolean {
  const isAsked = mentions.some((mention) => mention.function === "defined");
  return !isAsked && mentions.some(needsValue);
}

function needsValue(mention: Mention): boolean {
  if (mention.kind !== "typed") return mention.isOutput;
  if (mention.function === "Boolean" || mention.function === "JSON") return false;
  const defined = mention.arguments?.get("defined");
  return !mention.arguments?.has("default") && literalValue(defined) !== false;
}
