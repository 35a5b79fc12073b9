import type { Mention } from "./parameter-mentions.ts";
import { TemplateError } from "./template-error.ts";

/** Parameters that the pipes API takes for itself; a template that reads one gets what it means there. */
const RESERVED: ReadonlySet<string> = new Set(
  `__tb__semver debug debug_source_tables explain finalize_aggregations
  output_format_json_quote_64bit_integers output_format_json_quote_denormals
  output_format_parquet_string_as_string pipeline playground query_id release_replacements tag
  template_parameters token job_timestamp`.split(/\s+/),
);

/** Tells whether the API gives the parameter a meaning of its own; Tinybird warns of these only. */
export function isReservedName(name: string): boolean {
  return RESERVED.has(name);
}

/**
 * Lets through what a template may read.
 *
 * @throws {TemplateError} At `format` and `q`, as Tinybird words it.
 */
export function refuseReservedNames(mentions: readonly Mention[]): void {
  const reserved = mentions.find(({ name }) => name === "format" || name === "q");
  if (reserved === undefined) return;
  const { name, line } = reserved;
  throw new TemplateError(`"${name}" can not be used as a variable name, line ${line}`);
}
