import type { ImportDefinition } from "./definitions.ts";
import type { DirectiveSet } from "./directive-set.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { textOf } from "./statement-value.ts";
import { withoutUndefined } from "./without-undefined.ts";

/** Reads from which bucket or table a data source would be filled; nothing if from none. */
export function parseImport(directives: DirectiveSet): ImportDefinition | undefined {
  if (!directives.values().some(({ directive }) => directive.startsWith("IMPORT_"))) {
    return undefined;
  }
  return withoutUndefined({
    connection: directives.read("IMPORT_CONNECTION_NAME", text),
    service: directives.read("IMPORT_SERVICE", text),
    schedule: directives.read("IMPORT_SCHEDULE", text),
    bucketUri: directives.read("IMPORT_BUCKET_URI", text),
    fromTimestamp: directives.read("IMPORT_FROM_TIMESTAMP", text),
    tableArn: directives.read("IMPORT_TABLE_ARN", text),
    exportBucket: directives.read("IMPORT_EXPORT_BUCKET", text),
    externalDatasource: directives.read("IMPORT_EXTERNAL_DATASOURCE", text),
    query: directives.read("IMPORT_QUERY", text),
  });
}

function text(statement: DirectiveStatement): string | undefined {
  return textOf(statement).trim() || undefined;
}
