import type { Directive } from "./known-directives.ts";
import type { DirectiveStatement } from "./read-directives.ts";

/** Something in a datafile that is not done as it says, while the rest is. */
export interface DatafileWarning {
  /** `ignored`: Tinybird Forward ignores it too. `classic`: Forward refuses it, Classic took it. */
  readonly code: "ignored" | "classic";
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** In upper case. */
  readonly directive: Directive;
  /** One sentence that begins with file and line. */
  readonly message: string;
}

const ignored = new Map<Directive, readonly [DatafileWarning["code"], string]>([
  ["VERSION", ["ignored", "resources have no versions; name__vN means this one, too"]],
  ["FILTER", ["ignored", "write the condition into the SQL"]],
  ["IMPORT_SERVICE", ["ignored", "IMPORT_CONNECTION_NAME says it"]],
  ["IMPORT_EXTERNAL_DATASOURCE", ["ignored", "nothing is imported from there"]],
  ["KAFKA_TARGET_PARTITIONS", ["ignored", "nothing is consumed"]],
  ["IMPORT_STRATEGY", ["classic", "rows are appended"]],
  ["SOURCE", ["classic", "nothing is imported from there"]],
  ["KAFKA_STORE_BINARY_HEADERS", ["classic", "KAFKA_STORE_HEADERS says it"]],
  ["KAFKA_KEY_AVRO_DESERIALIZATION", ["classic", "KAFKA_KEY_FORMAT says it"]],
  ["EXPORT_SERVICE", ["classic", "EXPORT_CONNECTION_NAME says it"]],
  ["MAINTAINER", ["classic", "nobody reads it"]],
]);

/** Gives the warning for a directive that is read and has no effect; nothing for others. */
export function warningOf(statement: DirectiveStatement): DatafileWarning | undefined {
  const [code, why] = ignored.get(statement.directive) ?? [];
  return code === undefined ? undefined : warning(statement, code, `is ignored: ${why}`);
}

/** Makes a warning about a directive; `says` follows its name. */
export function warning(
  { file, line, directive }: DirectiveStatement,
  code: DatafileWarning["code"],
  says: string,
): DatafileWarning {
  const asForward = code === "classic" ? ", and Tinybird Forward refuses it" : "";
  const message = `${file}:${line}: ${directive} ${says}${asForward}`;
  return { code, file, line, directive, message };
}
