import { DatafileError } from "./datafile-error.ts";
import type { ConnectionDefinition } from "./definitions.ts";
import { DirectiveSet } from "./directive-set.ts";
import type { Directive } from "./known-directives.ts";
import { readDirectives } from "./read-directives.ts";
import { connectionName } from "./resource-name.ts";
import { invalid, textOf } from "./statement-value.ts";
import { withoutUndefined } from "./without-undefined.ts";

const prefixes = { kafka: "KAFKA_", s3: "S3_", gcs: "GCS_", dynamodb: "DYNAMODB_" } as const;

/**
 * Reads the text of a `.connection` file; the connection is named after the file. Its values stay as written, secrets
 * too: `{{ tb_secret("X") }}` is not looked up.
 *
 * @throws {DatafileError} When it has no TYPE that Tinybird has, or a directive of another type.
 */
export function parseConnection(text: string, file: string): ConnectionDefinition {
  const name = connectionName(file);
  const directives = new DirectiveSet();
  for (const statement of readDirectives(text, file)) directives.add(statement);
  const statement = directives.get("TYPE");
  if (statement === undefined) {
    const as = "it must have a TYPE";
    throw new DatafileError({ file, line: 1, cannot: "define a connection", as });
  }
  const written = textOf(statement).trim();
  const type = connectionType(written);
  if (type === undefined) {
    const known = Object.keys(prefixes).join(", ");
    throw invalid(statement, `it must be one of ${known}: current value is ${written}`);
  }
  const settings: Partial<Record<Directive, string>> = {};
  for (const other of directives.values()) {
    const { directive } = other;
    if (directive === "TYPE" || directive === "DESCRIPTION") continue;
    if (!belongs(directive, type)) throw invalid(other, `a connection of TYPE ${type} has none`);
    settings[directive] = textOf(other).trim();
  }
  const description = directives.read("DESCRIPTION", textOf);
  return { name, file, type, settings, ...withoutUndefined({ description }) };
}

function connectionType(written: string): ConnectionDefinition["type"] | undefined {
  switch (written.toLowerCase()) {
    case "kafka":
      return "kafka";
    // Classic had two ways to sign in to a bucket, each a type.
    case "s3":
    case "s3_iamrole":
      return "s3";
    case "gcs":
    case "gcs_hmac":
    case "gcs_service_account":
      return "gcs";
    case "dynamodb":
      return "dynamodb";
    default:
      return undefined;
  }
}

function belongs(directive: Directive, type: ConnectionDefinition["type"]): boolean {
  if (type === "dynamodb" && directive.startsWith("S3_")) return true;
  return directive.startsWith(prefixes[type]);
}
