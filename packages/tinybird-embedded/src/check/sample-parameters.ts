import type { PipeDefinition } from "../datafile/definitions.ts";
import { tableNames } from "../query/table-names.ts";
import { type TemplateParameter, templateParameters } from "../template/template-parameters.ts";

/** Texts for parameters of which nothing is known: a template may want any of them. */
const texts = [
  "1",
  "2024-01-01 00:00:00",
  "2024-01-01",
  "day",
  "00000000-0000-0000-0000-000000000001",
  "{}",
  "[]",
];

const reserved = new Set(["token", "q", "format"]);

/** A value for a parameter, and those to try when it is refused. */
export interface Sample {
  readonly name: string;
  readonly value: string;
  readonly others: readonly string[];
}

/** Gives samples to call an endpoint with; none for parameters with a default that are not required. */
export function sampleParameters(
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
): { readonly required: readonly Sample[]; readonly optional: readonly Sample[] } {
  const parameters = neededParameters(pipe, pipes);
  return {
    required: parameters.filter(({ required }) => required).map(sample),
    optional: parameters.filter(({ required }) => !required).map(sample),
  };
}

/**
 * Gives the samples to try after a refusal: others for those that it quotes, else for all; `undefined` when there are no
 * others.
 *
 * @param columns What an identifier that is not known may be instead.
 */
export function nextSamples(
  samples: readonly Sample[],
  reason: string,
  columns: readonly string[],
): Sample[] | undefined {
  const isQuoted = ({ value }: Sample) => value.length > 3 && reason.includes(value);
  const quoted = samples.filter(isQuoted);
  const chosen = new Set(quoted.length > 0 ? quoted : samples.filter((each) => each.others[0]));
  if (chosen.size === 0) return undefined;
  const next = samples.map((each) => {
    if (!chosen.has(each)) return each;
    const isColumn = reason.includes("UNKNOWN_IDENTIFIER") && each.value === marker(each.name);
    const [value, ...others] = isColumn ? columns : each.others;
    return value === undefined ? undefined : { ...each, value, others };
  });
  return next.every((each) => each !== undefined) ? next : undefined;
}

/** A text by which a refusal tells the parameter. */
function marker(name: string): string {
  return `sample_${name}`;
}

function sample(parameter: TemplateParameter): Sample {
  const { name } = parameter;
  const value = knownValue(parameter);
  return value === undefined
    ? { name, value: marker(name), others: texts }
    : { name, value, others: [] };
}

function knownValue({ name, type, ...said }: TemplateParameter): string | undefined {
  const first = Array.isArray(said.enum) ? said.enum[0] : undefined;
  for (const known of [said.example, first, said.default]) {
    if (known !== "" && (typeof known === "string" || typeof known === "number")) {
      return String(known);
    }
  }
  const element = /^Array\((.*)\)$/.exec(type)?.[1] ?? type;
  if (/^(U?Int|Integer)/.test(element) || /^Bool/.test(element)) return "1";
  if (/^Float/.test(element)) return "1.5";
  if (element === "Date") return "2024-01-01";
  if (element === "DateTime") return "2024-01-01 00:00:00";
  if (element === "DateTime64") return "2024-01-01 00:00:00.000";
  if (element === "JSON") return "{}";
  return /(^|_)(tz|time_?zone)$/i.test(name) ? "UTC" : undefined;
}

/** The parameters without a default of all nodes that a call may read; of several mentions the typed one. */
function neededParameters(
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
): TemplateParameter[] {
  const found = new Map<string, TemplateParameter>();
  for (const each of reachable(pipe, pipes)) {
    for (const parameter of each.nodes.flatMap(({ sql }) => readable(sql))) {
      if (reserved.has(parameter.name)) continue;
      if (parameter.default !== undefined && !parameter.required) continue;
      const known = found.get(parameter.name);
      const typed = known === undefined || known.type === "String" ? parameter : known;
      found.set(parameter.name, {
        ...typed,
        required: parameter.required || known?.required === true,
      });
    }
  }
  return [...found.values()];
}

/** The pipe, and those that its nodes read. */
export function reachable(
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
): ReadonlySet<PipeDefinition> {
  const found = new Set([pipe]);
  // A set that grows while it is walked is walked to its end.
  for (const { nodes } of found) {
    for (const { sql } of nodes) {
      for (const name of tableNames(sql)) {
        const other = pipes.get(name);
        if (other !== undefined) found.add(other);
      }
    }
  }
  return found;
}

function readable(sql: string): TemplateParameter[] {
  try {
    return templateParameters(sql);
  } catch {
    // The call itself says what is wrong with the template.
    return [];
  }
}
