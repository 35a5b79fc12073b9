import { type AuditEvent, compareEvents } from "@audit/events";
import { MixedStreamsError } from "./mixed-streams-error.ts";
import { OutOfOrderError } from "./out-of-order-error.ts";

/** Takes deliveries one by one and hands on those of one timestamp and uid together. */
export interface DeliveryGroups {
  /**
   * @throws {OutOfOrderError} when it belongs before the one before
   * @throws {MixedStreamsError} when it is of another stream than the first
   */
  push(delivery: AuditEvent): void;
  /** Hands on the last group. */
  finish(): void;
}

/** Nearly every event comes once, so the others of a group are one list that is never filled. */
const none: readonly AuditEvent[] = Object.freeze([]);

/** Gives what groups the deliveries of one stream, in stream order, keeping one group at a time. */
export function groupDeliveries(
  projection: string,
  handOn: (first: AuditEvent, others: readonly AuditEvent[]) => void,
): DeliveryGroups {
  let first: AuditEvent | undefined;
  let others: AuditEvent[] | undefined;
  return {
    push(delivery) {
      if (first === undefined) {
        first = delivery;
        return;
      }
      if (delivery.id !== first.id || delivery.workspaceId !== first.workspaceId)
        throw new MixedStreamsError({ projection, stream: first, other: delivery });
      const order = compareEvents(first, delivery);
      if (order > 0) throw new OutOfOrderError({ projection, previous: first, next: delivery });
      if (order === 0) {
        others ??= [];
        others.push(delivery);
        return;
      }
      handOn(first, others ?? none);
      first = delivery;
      others = undefined;
    },
    finish() {
      if (first !== undefined) handOn(first, others ?? none);
      first = undefined;
    },
  };
}
