import {
  type AnyAction,
  defineAction,
  InvalidSchemaError,
  metadataJsonSchema,
} from "@audit/events";
import { unlistedKeywords } from "../json-schema/unlisted-keywords.ts";
import { actionAsOf } from "./action-as-of.ts";
import { type FrozenFiles, type ReleasedVersion, schemaFile } from "./frozen-files.ts";
import { jsonDifferences } from "./json-differences.ts";
import type { Violation } from "./violation.ts";

/** Gives what is wrong with the frozen schema of one version, under one of the action's names. */
export function findSchemaViolations(
  action: AnyAction,
  released: ReleasedVersion,
  { schemas }: FrozenFiles,
): readonly Violation[] {
  const file = schemaFile(released);
  const violation = (kind: Violation["kind"]) => (detail: string) => ({
    kind,
    released,
    file,
    detail,
  });
  const refused = refusal(action, released.version);
  if (refused !== undefined) return [violation("schema outside the allow-list")(refused)];
  const schema = metadataJsonSchema(
    actionAsOf(action, released.action, action.latest),
    released.version,
  );
  const unlisted = unlistedKeywords(schema).map(violation("schema outside the allow-list"));
  const text = schemas.get(file);
  if (text === undefined)
    return [...unlisted, violation("schema missing")("the version is not frozen yet")];
  return [...unlisted, ...jsonDifferences(parse(text), schema).map(violation("schema changed"))];
}

/** Says why the schema of a version cannot be frozen; an action may come without `defineAction`. */
function refusal(action: AnyAction, version: number): string | undefined {
  const schema = action.versions[version - 1]?.schema;
  if (schema === undefined) return undefined;
  try {
    defineAction("any.action").version(1, schema);
    metadataJsonSchema(action, version);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidSchemaError)
      return error.message.replace(/^.* as (?=metadata)/, "");
    return `metadata must be what JSON Schema shows: ${error instanceof Error ? error.message : ""}`;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
