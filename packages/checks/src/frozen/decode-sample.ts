import { type AnyAction, defineCatalog, isPlainObject, type RecordedEvent } from "@audit/events";

/** Gives what a catalog with this action decodes a recorded event to, as JSON. */
export function decodeSample(
  action: AnyAction,
  recorded: RecordedEvent,
): Readonly<Record<string, unknown>> {
  const event: unknown = JSON.parse(JSON.stringify(defineCatalog([action]).decode(recorded)));
  return isPlainObject(event) ? event : {};
}
