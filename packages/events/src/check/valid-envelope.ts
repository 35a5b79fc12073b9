import { isPlainObject, isWellFormed } from "../json.ts";
import {
  actorTypes,
  draftKeys,
  earliestTimestamp,
  maxIdLength,
  oneDay,
  outcomes,
  uidPattern,
} from "./envelope-rules.ts";

type Fields = Readonly<Record<string, unknown>>;

// ASCII only: others need the look that `checkEnvelope` takes.
const plainId = /^[a-z][a-z0-9_-]*:[\x20-\x7e]+$/;

// All keys and all that is no text, written out: some 500 bytes.
const fixedBytes = 1_000;
const targetBytes = 40;

/**
 * Gives a number of bytes that a draft's envelope does not go beyond as JSON, where all of it certainly
 * is as it must be; undefined where it needs another look. Version, action and metadata are not looked at.
 */
export function validEnvelopeBytes(draft: Fields, now: number): number | undefined {
  for (const key in draft) if (!draftKeys.has(key)) return undefined;
  const { id, timestamp, uid, outcome, actor, targets, context } = draft;
  if (typeof id !== "string" || id.length > maxIdLength || !plainId.test(id)) return undefined;
  if (
    timestamp !== undefined &&
    !(Number.isInteger(timestamp) && isBetween(timestamp, earliestTimestamp, now + oneDay))
  )
    return undefined;
  if (uid !== undefined && !(typeof uid === "string" && uidPattern.test(uid))) return undefined;
  if (outcome !== undefined && !isOneOf(outcomes, outcome)) return undefined;

  let characters =
    id.length +
    lengthOf(draft.workspaceId) +
    lengthOf(draft.correlationId) +
    lengthOf(draft.causationId) +
    lengthOf(draft.action) +
    lengthOf(uid);
  if (actor !== undefined) characters += actorLength(actor, true);
  if (context !== undefined) characters += contextLength(context);
  let bytes = fixedBytes;
  if (targets !== undefined) {
    if (!Array.isArray(targets)) return undefined;
    bytes += targets.length * targetBytes;
    for (let index = 0; index < targets.length; index += 1)
      characters += targetLength(targets[index]);
  }
  bytes += 6 * characters;
  // Whatever is not as it must be has made it NaN.
  return Number.isNaN(bytes) ? undefined : bytes;
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}

function isOneOf(texts: readonly string[], value: unknown): boolean {
  return typeof value === "string" && texts.includes(value);
}

/** The characters of a text that may be absent; NaN for what is none. */
function lengthOf(text: unknown): number {
  if (text === undefined) return 0;
  return typeof text === "string" && isWellFormed(text) ? text.length : Number.NaN;
}

function actorLength(actor: unknown, isOuter: boolean): number {
  if (!isPlainObject(actor) || typeof actor.id !== "string") return Number.NaN;
  for (const key in actor)
    if (key !== "id" && key !== "name" && key !== "type" && !(isOuter && key === "onBehalfOf"))
      return Number.NaN;
  const { id, name, type, onBehalfOf } = actor;
  if (type !== undefined && !isOneOf(actorTypes, type)) return Number.NaN;
  const own = lengthOf(id) + lengthOf(name);
  return onBehalfOf === undefined ? own : own + actorLength(onBehalfOf, false);
}

function targetLength(target: unknown): number {
  if (!isPlainObject(target)) return Number.NaN;
  for (const key in target) if (key !== "id" && key !== "type" && key !== "name") return Number.NaN;
  const { id, type, name } = target;
  if (typeof id !== "string" || typeof type !== "string" || id === "" || type === "")
    return Number.NaN;
  return lengthOf(id) + lengthOf(type) + lengthOf(name);
}

function contextLength(context: unknown): number {
  if (!isPlainObject(context)) return Number.NaN;
  let characters = 0;
  for (const key in context) {
    if (key !== "ip" && key !== "userAgent" && key !== "requestId" && key !== "traceId")
      return Number.NaN;
    characters += lengthOf(context[key]);
  }
  return characters;
}
