import { isPlainObject } from "@audit/events";
import type { PlacedEvent } from "../row.ts";
import type { StoredTexts } from "./stored-texts.ts";

/** The columns of a row, and `exact_timestamp`. */
const answeredColumns = 18;

/**
 * Gives the event of a row that is as most are: with all columns of their types and no others, JSON in
 * its texts, and a writer's numbers. Undefined for one that needs another look.
 *
 * Rows and events are written out field by field: loops and spreads cost more than all that is checked.
 */
export function decodePlainRow(
  row: Readonly<Record<string, unknown>>,
  texts: StoredTexts,
): PlacedEvent | undefined {
  const { workspace_id, id, uid, action, version, timestamp, exact_timestamp } = row;
  const { recorded_at, outcome, writer, sequence, previous } = row;
  const { correlation_id, causation_id } = row;
  if (
    typeof workspace_id !== "string" ||
    typeof id !== "string" ||
    typeof uid !== "string" ||
    typeof action !== "string" ||
    typeof row.metadata !== "string" ||
    typeof row.actor !== "string" ||
    typeof row.targets !== "string" ||
    typeof outcome !== "string" ||
    typeof row.context !== "string" ||
    typeof writer !== "string" ||
    typeof exact_timestamp !== "string" ||
    !isWhole(version) ||
    !isWhole(timestamp) ||
    !isWhole(recorded_at) ||
    !isWhole(sequence) ||
    !isWhole(previous) ||
    correlation_id !== "" ||
    causation_id !== "" ||
    writer === "" ||
    sequence === 0 ||
    previous < 0 ||
    !isDigits(exact_timestamp) ||
    keyCount(row) !== answeredColumns
  )
    return undefined;
  const actor = texts.actor(row.actor);
  const targets = texts.targets(row.targets);
  const context = parseJson(row.context);
  const metadata = parseJson(row.metadata);
  if (
    actor === undefined ||
    targets === undefined ||
    metadata === undefined ||
    !isPlainObject(context)
  )
    return undefined;
  const raw = {
    workspace_id,
    id,
    uid,
    action,
    version,
    metadata: row.metadata,
    timestamp,
    recorded_at,
    actor: row.actor,
    targets: row.targets,
    outcome,
    context: row.context,
    correlation_id,
    causation_id,
    writer,
    sequence,
    previous,
  };
  const event = {
    workspaceId: workspace_id,
    id,
    uid,
    action,
    version,
    metadata,
    timestamp,
    recordedAt: recorded_at || timestamp,
    actor,
    targets,
    outcome,
    context,
    writer,
    sequence,
    previous,
    copies: 1,
    raw,
  };
  return { event, timestamp: exact_timestamp };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Tells whether a text is 1 to 20 digits; with a sign before them it needs another look. */
function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return text.length > 0 && text.length <= 20;
}

function keyCount(fields: object): number {
  let count = 0;
  for (const _ in fields) count += 1;
  return count;
}

/** Gives what a text says; undefined where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The reason is not kept: JSON.parse quotes the text, which may hold secrets.
    return undefined;
  }
}
