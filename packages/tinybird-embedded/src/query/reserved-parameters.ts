import type { Parameters } from "./render-sql.ts";

/** Parameters that Tinybird keeps for itself: a template never sees them. */
const reserved = new Set([
  "__tb__semver",
  "debug",
  "debug_source_tables",
  "explain",
  "finalize_aggregations",
  "format",
  "output_format_json_quote_64bit_integers",
  "output_format_json_quote_denormals",
  "output_format_parquet_string_as_string",
  "pipeline",
  "playground",
  "q",
  "query_id",
  "release_replacements",
  "tag",
  "template_parameters",
  "token",
]);

/** Gives the parameters that are for the templates. */
export function templateParametersOf(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !reserved.has(name)));
}
