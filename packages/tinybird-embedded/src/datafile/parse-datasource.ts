import { withConnectorColumns } from "./connector-columns.ts";
import { DatafileError } from "./datafile-error.ts";
import type { DatasourceDefinition, TokenDefinition } from "./definitions.ts";
import { DirectiveSet } from "./directive-set.ts";
import type { Directive } from "./known-directives.ts";
import { isEngineDirective, parseEngine } from "./parse-engine.ts";
import { parseImport } from "./parse-import.ts";
import { parseIndexes } from "./parse-indexes.ts";
import { parseKafka } from "./parse-kafka.ts";
import { parseSchema } from "./parse-schema.ts";
import { parseTags } from "./parse-tags.ts";
import { parseToken } from "./parse-token.ts";
import { type DirectiveStatement, readDirectives } from "./read-directives.ts";
import { resourceName } from "./resource-name.ts";
import { invalid, lineOf, textOf } from "./statement-value.ts";
import { withoutUndefined } from "./without-undefined.ts";

const ALLOWED: ReadonlySet<Directive> = new Set<Directive>([
  "DESCRIPTION",
  "TAGS",
  "SCHEMA",
  "INDEXES",
  "FORWARD_QUERY",
  "BACKFILL",
  "SHARED_WITH",
  "KAFKA_CONNECTION_NAME",
  "KAFKA_TOPIC",
  "KAFKA_GROUP_ID",
  "KAFKA_AUTO_OFFSET_RESET",
  "KAFKA_STORE_RAW_VALUE",
  "KAFKA_STORE_HEADERS",
  "KAFKA_STORE_BINARY_HEADERS",
  "KAFKA_KEY_FORMAT",
  "KAFKA_VALUE_FORMAT",
  "KAFKA_TARGET_PARTITIONS",
  "KAFKA_KEY_AVRO_DESERIALIZATION",
  "IMPORT_SERVICE",
  "IMPORT_CONNECTION_NAME",
  "IMPORT_SCHEDULE",
  "IMPORT_BUCKET_URI",
  "IMPORT_FROM_TIMESTAMP",
  "IMPORT_TABLE_ARN",
  "IMPORT_EXPORT_BUCKET",
  "IMPORT_EXTERNAL_DATASOURCE",
  "IMPORT_QUERY",
  "IMPORT_STRATEGY",
]);

/**
 * Reads the text of a `.datasource` file; the data source is named after the file.
 *
 * @throws {DatafileError} When Tinybird Forward would refuse it, or this server cannot do it.
 */
export function parseDatasource(text: string, file: string): DatasourceDefinition {
  const name = resourceName(file);
  const directives = new DirectiveSet();
  const tokens: TokenDefinition[] = [];
  for (const statement of readDirectives(text, file)) {
    const { directive } = statement;
    if (directive === "TOKEN") tokens.push(parseToken(statement, ["READ", "APPEND"]));
    else if (ALLOWED.has(directive) || isEngineDirective(directive)) directives.add(statement);
    else throw invalid(statement, "a data source must not have it");
  }
  const columns = directives.read("SCHEMA", parseSchema);
  if (columns === undefined) {
    throw new DatafileError({
      file,
      line: 1,
      cannot: "define a data source",
      as: "it must have a SCHEMA",
    });
  }
  const kafka = parseKafka(directives);
  const imported = parseImport(directives);
  return {
    name,
    file,
    columns: withConnectorColumns(columns, withoutUndefined({ kafka, imported })),
    indexes: directives.read("INDEXES", parseIndexes) ?? [],
    engine: parseEngine(directives.values()),
    tokens,
    ...withoutUndefined({
      description: directives.read("DESCRIPTION", textOf),
      tags: directives.read("TAGS", parseTags),
      forwardQuery: directives.read("FORWARD_QUERY", textOf),
      forwardQueryLine: directives.get("FORWARD_QUERY")?.line,
      backfill: directives.read("BACKFILL", parseBackfill),
      kafka,
      imported,
      sharedWith: directives.read("SHARED_WITH", parseSharedWith),
    }),
  };
}

function parseBackfill(statement: DirectiveStatement): "skip" {
  if (lineOf(statement).toLowerCase() === "skip") return "skip";
  throw invalid(statement, "it must be: BACKFILL skip");
}

function parseSharedWith(statement: DirectiveStatement): string[] {
  return textOf(statement)
    .split(/[\n,]/)
    .map((workspace) => workspace.trim())
    .filter((workspace) => workspace !== "");
}
