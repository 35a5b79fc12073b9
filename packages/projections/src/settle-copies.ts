import { type AuditEvent, isPlainObject, mergeCopies } from "@audit/events";

/** The one event that several deliveries under one uid come to. */
export interface Settled {
  readonly event: AuditEvent;
  /** What else was said under its uid, each once, the one recorded first in front. */
  readonly conflicting: readonly AuditEvent[];
}

/**
 * Gives what deliveries of one timestamp and uid come to, seen from `knownAt`: copies of a fact are
 * one event, and of several facts the one recorded first stands, today and in every past.
 *
 * Copies are merged before looking at `knownAt`: a fact is known from its earliest recording on.
 * Undefined when none was known. The outcome does not depend on the order of the deliveries: where
 * recording times tie, the text of the event decides.
 */
export function settleCopies(
  deliveries: readonly AuditEvent[],
  knownAt: number,
): Settled | undefined {
  const facts: AuditEvent[] = [];
  for (const delivery of [...deliveries].sort(compareRecordings)) {
    const index = facts.findIndex((fact) => mergeCopies(fact, delivery) !== undefined);
    const fact = facts[index];
    if (fact === undefined) facts.push(delivery);
    else facts[index] = mergeCopies(fact, delivery) ?? fact;
  }
  const [event, ...conflicting] = facts.filter(({ recordedAt }) => recordedAt <= knownAt);
  return event === undefined ? undefined : { event, conflicting };
}

function compareRecordings(a: AuditEvent, b: AuditEvent): number {
  if (a.recordedAt !== b.recordedAt) return a.recordedAt < b.recordedAt ? -1 : 1;
  const [left, right] = [textOf(a), textOf(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function textOf(event: AuditEvent): string {
  return JSON.stringify(event, (_key, value: unknown) =>
    isPlainObject(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
