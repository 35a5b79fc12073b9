import type { ColumnDefinition, DatasourceDefinition } from "./definitions.ts";

/** What Tinybird's Kafka connector adds to each message. */
const ofKafka: readonly ColumnDefinition[] = [
  { name: "__value", type: "String" },
  { name: "__topic", type: "LowCardinality(String)" },
  { name: "__partition", type: "Int16" },
  { name: "__offset", type: "Int64" },
  { name: "__timestamp", type: "DateTime" },
  { name: "__key", type: "String" },
  { name: "__headers", type: "Map(String, String)" },
];

/** What its DynamoDB connector adds to each change. */
const ofDynamodb: readonly ColumnDefinition[] = [
  { name: "_timestamp", type: "DateTime64(3)" },
  { name: "_event_name", type: "LowCardinality(String)" },
  { name: "_record", type: "Nullable(String)" },
  { name: "_old_record", type: "Nullable(String)" },
  { name: "_is_deleted", type: "UInt8" },
];

/** Gives the columns with those that a connector would fill; the SCHEMA's own come first and stay as they are. */
export function withConnectorColumns(
  columns: readonly ColumnDefinition[],
  { kafka, imported }: Pick<DatasourceDefinition, "kafka" | "imported">,
): ColumnDefinition[] {
  const names = new Set(columns.map(({ name }) => name));
  const isDynamodb = imported?.service === "dynamodb" || imported?.tableArn !== undefined;
  const added = [...(kafka === undefined ? [] : ofKafka), ...(isDynamodb ? ofDynamodb : [])];
  return [...columns, ...added.filter(({ name }) => !names.has(name))];
}
