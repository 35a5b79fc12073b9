import type {
  ColumnDefinition,
  DatasourceDefinition,
  EngineDefinition,
  IndexDefinition,
} from "../datafile/definitions.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { markComment, markOf, type TableMark } from "./table-mark.ts";

/** How many inserts of a table, each partition counted, are known by their tokens. */
export const tokenWindow = 10_000;

/** Writes the CREATE TABLE of a data source into `database`, with its mark as the comment. */
export function createTable(datasource: DatasourceDefinition, database: string): string {
  const comment = quoteString(markComment(tableMark(datasource)));
  return `CREATE TABLE ${database}.${quoteName(datasource.name)} ${definitionSql(datasource)} COMMENT ${comment}`;
}

/** Gives what a table that was made from this definition remembers of it. */
export function tableMark(datasource: DatasourceDefinition): TableMark {
  return markOf(definitionSql(datasource), datasource.forwardQuery);
}

function definitionSql({ columns, indexes, engine }: DatasourceDefinition): string {
  const elements = [
    ...columns.map(columnSql),
    ...indexes.map((index) => `INDEX ${indexSql(index)}`),
  ];
  return `(${elements.join(", ")}) ${engineSql(engine)}`;
}

/** Writes an index as CREATE TABLE and ADD INDEX want it. */
export function indexSql({ name, expression, type, granularity }: IndexDefinition): string {
  const every = granularity === undefined ? "" : ` GRANULARITY ${granularity}`;
  return `${quoteName(name)} ${expression} TYPE ${type}${every}`;
}

/** Writes a column as CREATE TABLE and ADD COLUMN want it. */
export function columnSql({ name, type, default: expression, codec }: ColumnDefinition): string {
  const parts = [quoteName(name), ...(type === "" ? [] : [type])];
  if (expression !== undefined) parts.push(`DEFAULT ${defaultSql(type, expression)}`);
  if (codec !== undefined) parts.push(`CODEC(${codec})`);
  return parts.join(" ");
}

/** No text is a time, which ClickHouse 26.7 minds at once, and the older one that Tinybird runs when it is needed. */
function defaultSql(type: string, expression: string): string {
  const isTime = /^(LowCardinality\()?Date(Time|32)?(64)?\b/.test(type);
  return isTime && /^(''|"")$/.test(expression.trim())
    ? `CAST(0, ${quoteString(type)})`
    : expression;
}

/** A data source's own column of such a name is not kept for rows that do not fit. */
const ofQuarantine = new Set(["c__error_column", "c__error", "c__import_id", "insertion_date"]);

/** Writes the CREATE TABLE of the table that takes the rows which do not fit. */
export function createQuarantineTable(datasource: DatasourceDefinition, database: string): string {
  const columns = [
    "c__error_column Array(String)",
    "c__error Array(String)",
    "c__import_id Nullable(String)",
    ...datasource.columns
      .filter(({ name }) => !ofQuarantine.has(name))
      .map(({ name }) => `${quoteName(name)} Nullable(String)`),
    "insertion_date DateTime DEFAULT now()",
  ];
  const engine = engineSql({ type: "MergeTree", sortingKey: "insertion_date" });
  return `CREATE TABLE ${database}.${quoteName(quarantineName(datasource.name))} (${columns.join(", ")}) ${engine}`;
}

/** Gives the name of the table that takes the rows which do not fit. */
export function quarantineName(datasource: string): string {
  return `${datasource}_quarantine`;
}

function engineSql(engine: EngineDefinition): string {
  const parts = [`ENGINE = ${engine.type}${engineArguments(engine)}`];
  if (!engine.type.endsWith("MergeTree")) return parts.join(" ");
  const { partitionKey, primaryKey, sortingKey, samplingKey, ttl, settings } = engine;
  if (partitionKey) parts.push(`PARTITION BY (${partitionKey})`);
  if (primaryKey) parts.push(`PRIMARY KEY (${primaryKey})`);
  parts.push(sortingKey ? `ORDER BY (${sortingKey})` : "ORDER BY tuple()");
  if (samplingKey) parts.push(`SAMPLE BY (${samplingKey})`);
  if (ttl) parts.push(`TTL ${ttl}`);
  // No fsync_after_insert: the log is synced, and a store whose machine ended under it is made from it.
  const own = [`non_replicated_deduplication_window = ${tokenWindow}`];
  // ClickHouse 26.7 refuses what the older one that Tinybird runs accepts.
  if (engine.type === "AggregatingMergeTree") own.push("allow_dimensions_outside_sorting_key = 1");
  if (engine.type === "SummingMergeTree") {
    own.push("allow_dimensions_outside_sorting_key = 1");
    own.push("allow_summing_columns_in_partition_or_order_key = 1");
  }
  parts.push(`SETTINGS ${[...own, ...(settings ? [settings] : [])].join(", ")}`);
  return parts.join(" ");
}

function engineArguments(engine: EngineDefinition): string {
  const { type, ver, isDeleted, sign, version, columns } = engine;
  const inBrackets = (...values: (string | undefined)[]) =>
    `(${values.filter((value) => value !== undefined && value !== "").join(", ")})`;
  switch (type) {
    case "ReplacingMergeTree":
      return inBrackets(ver, isDeleted);
    case "SummingMergeTree":
      return inBrackets(columns ? `(${columns})` : undefined);
    case "CollapsingMergeTree":
      return inBrackets(sign);
    case "VersionedCollapsingMergeTree":
      return inBrackets(sign, version);
    case "Join":
      return inBrackets(engine.joinStrictness ?? "ANY", engine.joinType ?? "LEFT", engine.joinKeys);
    default:
      return "";
  }
}
