import { mergeCopies, type RecordedEvent } from "@audit/events";

/**
 * Gives the events of neighbours with one position: doubles become one event with its copies, two
 * facts under one uid (a conflict) both stay, the one recorded first in front.
 */
export function mergeDoubles(group: readonly RecordedEvent[]): readonly RecordedEvent[] {
  if (group.length < 2) return group;
  const facts: RecordedEvent[] = [];
  for (const event of group) {
    let merged: RecordedEvent | undefined;
    const index = facts.findIndex((fact) => {
      merged = mergeCopies(fact, event);
      return merged !== undefined;
    });
    if (merged === undefined) facts.push(event);
    else facts[index] = merged;
  }
  return facts.sort((a, b) => a.recordedAt - b.recordedAt);
}
