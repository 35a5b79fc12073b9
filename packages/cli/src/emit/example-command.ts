import type { AnyAction } from "@audit/events";
import { metadataFields, sampleValue } from "./metadata-fields.ts";

/** Gives metadata that an action takes: every field that it must have. */
export function exampleMetadata(action: AnyAction): Record<string, unknown> {
  return Object.fromEntries(
    metadataFields(action)
      .filter(({ isRequired }) => isRequired)
      .map(({ name, schema }) => [name, sampleValue(schema, name)]),
  );
}

/** Gives a command line that appends an event of an action. */
export function exampleCommand(action: AnyAction): string {
  const type = action.name.split(".")[0] ?? "";
  const metadata = exampleMetadata(action);
  const values = Object.entries(metadata);
  const isPlain = values.every(([name, value]) => typeof value !== "object" && !flags.has(name));
  const fields = isPlain
    ? values.map(([name, value]) => ` --${name} ${String(value)}`).join("")
    : ` --metadata '${JSON.stringify(metadata)}'`;
  return `audit emit ${action.name} ${type}:1${fields}`;
}

/** Names of fields that are flags of `audit emit`, too. */
const flags = new Set(["url", "token", "workspace", "actor", "target", "at", "uid", "outcome"]);
