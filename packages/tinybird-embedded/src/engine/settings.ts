import { quoteString } from "./sql-text.ts";

/** ClickHouse settings by name. */
export type Settings = Readonly<Record<string, string | number>>;

/** What every session starts with, as command line arguments: some of it is too late for a SET. */
export const connectionArguments = [
  // The defaults of ClickHouse 26.7 acknowledge before writing, and load tables in the background.
  "--async_insert=0",
  "--async_load_databases=0",
  "--mutations_sync=2",
  "--session_timezone=UTC",
  // What ClickHouse 26.7 refuses and the older one that Tinybird runs accepts.
  "--allow_suspicious_types_in_group_by=1",
  "--allow_suspicious_types_in_order_by=1",
  "--joined_subquery_requires_alias=0",
  "--allow_dynamic_type_in_join_keys=1",
  "--allow_suspicious_low_cardinality_types=1",
  "--allow_suspicious_fixed_string_types=1",
  "--allow_suspicious_variant_types=1",
  "--allow_suspicious_primary_key=1",
  "--allow_suspicious_ttl_expressions=1",
  "--allow_suspicious_indices=1",
  "--allow_suspicious_codecs=1",
  "--allow_deprecated_error_prone_window_functions=1",
  "--allow_not_comparable_types_in_comparison_functions=1",
];

/** Writes settings as one SET statement; nothing if there are none. */
export function setStatement(settings: Settings): string {
  if (Object.keys(settings).length === 0) return "";
  const assignments = Object.entries(settings).map(
    ([name, value]) => `${name} = ${typeof value === "number" ? value : quoteString(value)}`,
  );
  return `SET ${assignments.join(", ")}`;
}

/**
 * Writes values for `{name:Type}` as settings of a session.
 *
 * Not as arguments of a statement: chDB lets only one that has any run at a time, in the whole process.
 */
export function parameterSettings(parameters: Readonly<Record<string, string>>): Settings {
  const entries = Object.entries(parameters);
  return Object.fromEntries(entries.map(([name, value]) => [`param_${name}`, escapeTabs(value)]));
}

/** ClickHouse reads the value of a parameter as a field of its TabSeparated format. */
function escapeTabs(value: string): string {
  const escapes = new Map([
    ["\\", "\\\\"],
    ["\t", "\\t"],
    ["\n", "\\n"],
    ["\r", "\\r"],
    ["\0", "\\0"],
  ]);
  return value.replaceAll(/[\\\t\n\r\0]/g, (each) => escapes.get(each) ?? each);
}
