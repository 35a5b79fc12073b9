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
];

/** Writes settings as one SET statement. */
export function setStatement(settings: Settings): string {
  const assignments = Object.entries(settings).map(
    ([name, value]) => `${name} = ${typeof value === "number" ? value : quoteString(value)}`,
  );
  return `SET ${assignments.join(", ")}`;
}
