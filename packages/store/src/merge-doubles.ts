import { mergeCopies, type RecordedEvent } from "@audit/events";

/**
 * Gives the events of neighbours with one position: doubles become one event with its copies, two
 * facts under one uid (a conflict) both stay, the one recorded first in front.
 */
export function mergeDoubles(group: readonly RecordedEvent[]): readonly RecordedEvent[] {
  if (group.length < 2) return group;
  const facts: RecordedEvent[] = [];
  for (const event of [...group].sort(byRecording)) {
    let merged: RecordedEvent | undefined;
    const index = facts.findIndex((fact) => {
      merged = mergeCopies(fact, event);
      return merged !== undefined;
    });
    if (merged === undefined) facts.push(event);
    else facts[index] = merged;
  }
  return facts;
}

/** Rows of one millisecond have no order in Tinybird: by their text, the same at every read. */
export function byRecording(a: RecordedEvent, b: RecordedEvent): number {
  if (a.recordedAt !== b.recordedAt) return a.recordedAt - b.recordedAt;
  const [left, right] = [rowText(a), rowText(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function rowText({ raw }: RecordedEvent): string {
  return raw === undefined ? "" : JSON.stringify(raw);
}
