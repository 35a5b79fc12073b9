import { type EmittedEvent, isPlainObject } from "@audit/events";
import { encodeRow } from "../row.ts";
import type { Utf8Text } from "./utf8-text.ts";

const deepest = 100;

/** Writes the row of an event as its line of NDJSON, without the line break. */
export function writeLine(text: Utf8Text, event: EmittedEvent): void {
  const { size, units } = text;
  if (writeFields(text, event)) return;
  text.cut(size, units);
  text.write(JSON.stringify(encodeRow(event)));
}

/** Writes the fields that `encodeRow` has. False where that is to be left to `JSON.stringify`. */
function writeFields(text: Utf8Text, event: EmittedEvent): boolean {
  const { correlationId, causationId, writer, sequence, previous } = event;
  text.writeAscii('{"workspace_id":"');
  text.writeText(event.workspaceId);
  text.writeAscii('","id":"');
  text.writeText(event.id);
  text.writeAscii('","uid":"');
  text.writeText(event.uid);
  text.writeAscii('","action":"');
  text.writeText(event.action);
  text.writeAscii('","version":');
  text.writeNumber(event.version);
  text.writeAscii(',"metadata":"');
  if (!writeNested(text, event.metadata, 0)) return false;
  text.writeAscii('","timestamp":');
  text.writeNumber(event.timestamp);
  text.writeAscii(',"actor":"');
  if (!writeNested(text, event.actor, 0)) return false;
  text.writeAscii('","targets":"');
  if (!writeNested(text, event.targets, 0)) return false;
  text.writeAscii('","outcome":"');
  text.writeText(event.outcome);
  text.writeAscii('","context":"');
  if (!writeNested(text, event.context, 0)) return false;
  writeOptional(text, '","correlation_id":"', correlationId);
  writeOptional(text, '","causation_id":"', causationId);
  writeOptional(text, '","writer":"', writer);
  text.writeAscii('"');
  if (sequence !== undefined) {
    text.writeAscii(',"sequence":');
    text.writeNumber(sequence);
  }
  if (previous !== undefined) {
    text.writeAscii(',"previous":');
    text.writeNumber(previous);
  }
  text.writeAscii("}");
  return true;
}

function writeOptional(text: Utf8Text, key: string, value: string | undefined): void {
  if (value === undefined) return;
  text.writeAscii(key);
  text.writeText(value);
}

/** Writes JSON as it stands within a JSON text. False where that is to be left to `JSON.stringify`. */
function writeNested(text: Utf8Text, value: unknown, depth: number): boolean {
  if (typeof value === "string") text.writeNestedText(value);
  else if (typeof value === "number") text.writeNumber(value);
  else if (typeof value === "boolean") text.writeAscii(value ? "true" : "false");
  else if (value === null) text.writeAscii("null");
  else if (depth === deepest) return false;
  else if (Array.isArray(value)) return writeList(text, value, depth + 1);
  else return isPlainObject(value) && writeObject(text, value, depth + 1);
  return true;
}

function writeList(text: Utf8Text, items: readonly unknown[], depth: number): boolean {
  text.writeAscii("[");
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) text.writeAscii(",");
    if (!writeNested(text, items[index], depth)) return false;
  }
  text.writeAscii("]");
  return true;
}

function writeObject(
  text: Utf8Text,
  fields: Readonly<Record<string, unknown>>,
  depth: number,
): boolean {
  let isFirst = true;
  for (const key in fields) {
    const value = fields[key];
    if (value === undefined) continue;
    text.writeNestedKey(key, isFirst);
    isFirst = false;
    if (!writeNested(text, value, depth)) return false;
  }
  text.writeAscii(isFirst ? "{}" : "}");
  return true;
}
