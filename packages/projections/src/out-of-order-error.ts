import { AuditError, type Position } from "@audit/events";

/** An event came after one that it belongs before; an iterable is folded as it comes, not sorted. */
export class OutOfOrderError extends AuditError<"out_of_order"> {
  override readonly name = "OutOfOrderError";
  /** The event that came first, though it belongs after `next`. */
  readonly previous: Position;
  readonly next: Position;

  constructor(facts: { projection: string; previous: Position; next: Position }) {
    const { projection, previous, next } = facts;
    super(
      "out_of_order",
      `Cannot replay "${projection}" as events must be in stream order, by timestamp, then uid: current value is ${JSON.stringify(next.uid)} (${next.timestamp}) after ${JSON.stringify(previous.uid)} (${previous.timestamp})`,
    );
    this.previous = { timestamp: previous.timestamp, uid: previous.uid };
    this.next = { timestamp: next.timestamp, uid: next.uid };
  }
}
