import { isPlainObject } from "@audit/events";

/** Tells whether a value that was stored somewhere has the shape of a snapshot that can be read. */
export function isSnapshot(value: unknown): boolean {
  if (!isPlainObject(value) || value.format !== 1) return false;
  const { projection, revision, workspaceId, id, checkpoint, knownAt, findings } = value;
  return (
    [projection, workspaceId, id].every(isText) &&
    [revision, knownAt].every(Number.isSafeInteger) &&
    isPosition(checkpoint) &&
    isFindings(findings)
  );
}

function isFindings(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { applied, notHandled, upcast, copies, first, unknown, invalid, conflicts } = value;
  const { late, gaps } = value;
  return (
    [applied, notHandled, upcast, copies].every(Number.isSafeInteger) &&
    isPosition(first) &&
    [unknown, invalid, conflicts].every(isListOfPositions) &&
    isPlainObject(late) &&
    [late.found, late.pending, late.newest].every(isListOfPositions) &&
    isPlainObject(gaps) &&
    Array.isArray(gaps.chains) &&
    gaps.chains.every(isChain)
  );
}

function isChain(value: unknown): boolean {
  return (
    isPlainObject(value) && isText(value.writer) && [value.ends, value.awaited].every(Array.isArray)
  );
}

function isListOfPositions(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPosition);
}

function isPosition(value: unknown): boolean {
  return isPlainObject(value) && typeof value.timestamp === "number" && isText(value.uid);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
