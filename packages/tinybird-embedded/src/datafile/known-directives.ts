const READ = [
  "DESCRIPTION",
  "TOKEN",
  "TAGS",
  "SCHEMA",
  "INDEXES",
  "FORWARD_QUERY",
  "BACKFILL",
  "ENGINE",
  "ENGINE_PARTITION_KEY",
  "ENGINE_SORTING_KEY",
  "ENGINE_PRIMARY_KEY",
  "ENGINE_SAMPLING_KEY",
  "ENGINE_TTL",
  "ENGINE_SETTINGS",
  "ENGINE_VER",
  "ENGINE_IS_DELETED",
  "ENGINE_SIGN",
  "ENGINE_VERSION",
  "ENGINE_COLUMNS",
  "NODE",
  "SQL",
  "TYPE",
  "DATASOURCE",
  "DEPLOYMENT_METHOD",
] as const;

export type Directive = (typeof READ)[number];

const INGESTION = "rows come through the Events API, an append or a fixture";
const KAFKA = `this server has no Kafka connector: ${INGESTION}`;
const IMPORT = `this server imports from no bucket or table: ${INGESTION}`;
const COPY = "this server runs no copy pipes: endpoints and materialized views are supported";
const SINK = "this server runs no sinks: endpoints and materialized views are supported";
const JOIN = "this server has no Join tables: the MergeTree family and Null are supported";

/** Known to Tinybird, and not done here: each with what is supported instead. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ...["CONNECTION_NAME", "TOPIC", "GROUP_ID", "AUTO_OFFSET_RESET", "STORE_RAW_VALUE"].map(kafka),
  ...["STORE_HEADERS", "STORE_BINARY_HEADERS", "KEY_FORMAT", "VALUE_FORMAT"].map(kafka),
  ...["TARGET_PARTITIONS", "KEY_AVRO_DESERIALIZATION", "BOOTSTRAP_SERVERS"].map(kafka),
  ...["CONNECTION_NAME", "SCHEDULE", "BUCKET_URI", "FROM_TIMESTAMP", "TABLE_ARN"].map(imported),
  ...["EXPORT_BUCKET", "SERVICE", "EXTERNAL_DATASOURCE", "STRATEGY", "QUERY"].map(imported),
  ...["SCHEDULE", "MODE"].map((name): [string, string] => [`COPY_${name}`, COPY]),
  ["TARGET_DATASOURCE", COPY],
  ["MODE", COPY],
  ...["SERVICE", "CONNECTION_NAME", "SCHEDULE", "KAFKA_TOPIC", "BUCKET_URI"].map(exported),
  ...["FILE_TEMPLATE", "FORMAT", "COMPRESSION", "STRATEGY"].map(exported),
  ...["STRICTNESS", "TYPE", "KEYS", "KEY"].map((name): [string, string] => [
    `ENGINE_JOIN_${name}`,
    JOIN,
  ]),
  ["ENGINE_STRICTNESS", JOIN],
  ["ENGINE_KEY_COLUMNS", JOIN],
  ["SHARED_WITH", "this server has one workspace: only data sources of its own are supported"],
  ["VERSION", "Tinybird Forward has no versioned resources: put the version into the file's name"],
  ["INCLUDE", "Tinybird Forward has no included files: write the text out"],
  ["SOURCE", "Tinybird Forward names no source: a materialized node names its DATASOURCE"],
  ["FILTER", "this server filters by token only: write the condition into the SQL"],
]);

function kafka(name: string): [string, string] {
  return [`KAFKA_${name}`, KAFKA];
}

function imported(name: string): [string, string] {
  return [`IMPORT_${name}`, IMPORT];
}

function exported(name: string): [string, string] {
  return [`EXPORT_${name}`, SINK];
}

const READ_SET: ReadonlySet<string> = new Set(READ);

/** Tells whether this server reads the directive; upper case. */
export function isDirective(word: string): word is Directive {
  return READ_SET.has(word);
}

/** Says why a directive of Tinybird is refused, or nothing if it is not one of those; upper case. */
export function refusal(word: string): string | undefined {
  return REFUSED.get(word);
}
