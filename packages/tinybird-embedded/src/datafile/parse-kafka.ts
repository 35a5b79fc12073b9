import { DatafileError } from "./datafile-error.ts";
import type { KafkaDefinition } from "./definitions.ts";
import type { DirectiveSet } from "./directive-set.ts";
import type { Directive } from "./known-directives.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { invalid, lineOf } from "./statement-value.ts";
import { withoutUndefined } from "./without-undefined.ts";

/**
 * Reads which topic feeds a data source; nothing if none does.
 *
 * @throws {DatafileError} When one of connection, topic and group is missing, or a flag is neither true nor false.
 */
export function parseKafka(directives: DirectiveSet): KafkaDefinition | undefined {
  const first = directives.values().find(({ directive }) => directive.startsWith("KAFKA_"));
  if (first === undefined) return undefined;
  const required = (directive: Directive): string => {
    const value = directives.read(directive, lineOf);
    if (value !== undefined) return value;
    const { file, line } = first;
    const cannot = `read ${first.directive}`;
    const as = `a data source with KAFKA_* directives must have ${directive}`;
    throw new DatafileError({ file, line, directive: first.directive, cannot, as });
  };
  return {
    connection: required("KAFKA_CONNECTION_NAME"),
    topic: required("KAFKA_TOPIC"),
    groupId: required("KAFKA_GROUP_ID"),
    ...withoutUndefined({
      autoOffsetReset: directives.read("KAFKA_AUTO_OFFSET_RESET", lineOf),
      storeRawValue: directives.read("KAFKA_STORE_RAW_VALUE", flag),
      storeHeaders: directives.read("KAFKA_STORE_HEADERS", flag),
      keyFormat: directives.read("KAFKA_KEY_FORMAT", lineOf),
      valueFormat: directives.read("KAFKA_VALUE_FORMAT", lineOf),
    }),
  };
}

function flag(statement: DirectiveStatement): boolean {
  const value = lineOf(statement).toLowerCase();
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  throw invalid(statement, `it must be True or False: current value is ${value}`);
}
