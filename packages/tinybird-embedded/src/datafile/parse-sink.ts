import type { SinkDefinition } from "./definitions.ts";
import type { DirectiveSet } from "./directive-set.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { invalid, lineOf } from "./statement-value.ts";
import { withoutUndefined } from "./without-undefined.ts";

/**
 * Reads where a node of TYPE sink would export its rows.
 *
 * @throws {DatafileError} When it has no EXPORT_CONNECTION_NAME.
 */
export function parseSink(node: DirectiveStatement, directives: DirectiveSet): SinkDefinition {
  const connection = directives.read("EXPORT_CONNECTION_NAME", lineOf);
  if (connection === undefined) {
    throw invalid(node, "a node of TYPE sink must have EXPORT_CONNECTION_NAME");
  }
  return {
    connection,
    ...withoutUndefined({
      service: directives.read("EXPORT_SERVICE", lineOf),
      schedule: directives.read("EXPORT_SCHEDULE", lineOf),
      kafkaTopic: directives.read("EXPORT_KAFKA_TOPIC", lineOf),
      bucketUri: directives.read("EXPORT_BUCKET_URI", lineOf),
      fileTemplate: directives.read("EXPORT_FILE_TEMPLATE", lineOf),
      format: directives.read("EXPORT_FORMAT", lineOf),
      compression: directives.read("EXPORT_COMPRESSION", lineOf),
      strategy:
        directives.read("EXPORT_STRATEGY", lineOf) ??
        directives.read("EXPORT_WRITE_STRATEGY", lineOf),
    }),
  };
}
