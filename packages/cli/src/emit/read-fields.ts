import { type AnyAction, isPlainObject } from "@audit/events";
import { UsageError } from "../usage-error.ts";
import { type MetadataField, metadataFields, readFieldValue } from "./metadata-fields.ts";

/**
 * Gives the metadata that fields on the command line make: `--region gru`, `--status-code=503`, and for
 * a field that has the name of a flag `--field url=https://…`. A list takes its field several times.
 *
 * @throws {UsageError} for a field that the action does not have, or a value of another type
 */
export function readFields(
  action: AnyAction,
  words: readonly string[],
  pairs: readonly string[],
): Record<string, unknown> {
  const fields = metadataFields(action);
  const metadata: Record<string, unknown> = {};
  const put = (name: string, text: string | undefined) => {
    const field = fieldNamed(action, fields, name);
    if (text === undefined && field.schema.type !== "boolean")
      throw new UsageError(`Cannot take ${name} without a value`);
    const { items, type } = field.schema;
    const isElement = type === "array" && text?.trimStart().startsWith("[") === false;
    if (!isElement) {
      metadata[field.name] = readFieldValue(field, text ?? "true");
      return;
    }
    const before: unknown = metadata[field.name];
    const element = { ...field, schema: isPlainObject(items) ? items : {} };
    metadata[field.name] = [
      ...(Array.isArray(before) ? before : []),
      readFieldValue(element, text ?? ""),
    ];
  };
  for (const pair of pairs) {
    const end = pair.indexOf("=");
    if (end < 1)
      throw new UsageError(
        `Cannot read ${JSON.stringify(pair.slice(0, 80))}: write --field name=value`,
      );
    put(pair.slice(0, end), pair.slice(end + 1));
  }
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const [, name, value] = /^--([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined)
      throw new UsageError(
        `Cannot read ${JSON.stringify(word.slice(0, 80))}: fields are written --name value, behind the action and the id`,
      );
    const next = words[index + 1];
    const isNext = value === undefined && next !== undefined && !/^--[A-Za-z]/.test(next);
    put(name, isNext ? next : value);
    if (isNext) index += 1;
  }
  return metadata;
}

function fieldNamed(
  action: AnyAction,
  fields: readonly MetadataField[],
  name: string,
): MetadataField {
  const camel = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const found = fields.find((field) => field.name === name || field.name === camel);
  if (found !== undefined) return found;
  const there = fields.map((field) => field.name).join(", ");
  throw new UsageError(
    `Cannot find a field ${JSON.stringify(name.slice(0, 80))} in ${action.name}: it has ${there || "none"}`,
    `See "audit catalog ${action.name}"`,
  );
}
