import { type AuditEvent, compareEvents, type Position } from "@audit/events";
import { MixedStreamsError, type StreamName } from "./mixed-streams-error.ts";
import { OutOfOrderError } from "./out-of-order-error.ts";

/** Takes deliveries one by one and hands on those of one timestamp and uid together. */
export interface DeliveryGroups {
  /**
   * @throws {OutOfOrderError} when it belongs before the one before
   * @throws {MixedStreamsError} when it is of another stream than the first
   */
  push(delivery: AuditEvent): void;
  /** Tells whether a delivery belongs to the group that has not been handed on. */
  holds(delivery: Position): boolean;
  /** Gives the delivery that came last, or an earlier copy of it. */
  previous(): AuditEvent | undefined;
  /** Takes a delivery for the last that came, without handing it on. */
  pass(delivery: AuditEvent): void;
  /** Hands on the group that is held. */
  flush(): void;
  /** Forgets the group that is held. */
  drop(): void;
}

/** Nearly every event comes once, so the others of a group are one list that is never filled. */
const none: readonly AuditEvent[] = Object.freeze([]);

/** Gives what groups the deliveries of one stream, in stream order, keeping one group at a time. */
export function groupDeliveries(
  projection: string,
  handOn: (first: AuditEvent, others: readonly AuditEvent[]) => void,
): DeliveryGroups {
  let stream: StreamName | undefined;
  let first: AuditEvent | undefined;
  let others: AuditEvent[] | undefined;
  let isHeld = false;

  const flush = (): void => {
    if (first !== undefined && isHeld) handOn(first, others ?? none);
    others = undefined;
    isHeld = false;
  };

  return {
    push(delivery) {
      if (first !== undefined) {
        stream ??= first;
        if (delivery.id !== stream.id || delivery.workspaceId !== stream.workspaceId)
          throw new MixedStreamsError({ projection, stream, other: delivery });
        const order = first.timestamp < delivery.timestamp ? -1 : compareEvents(first, delivery);
        if (order > 0) throw new OutOfOrderError({ projection, previous: first, next: delivery });
        if (order === 0 && isHeld) {
          others ??= [];
          others.push(delivery);
          return;
        }
        flush();
      }
      first = delivery;
      isHeld = true;
    },
    holds: (delivery) => isHeld && first !== undefined && compareEvents(first, delivery) === 0,
    previous: () => first,
    pass(delivery) {
      first = delivery;
      isHeld = false;
    },
    flush,
    drop() {
      isHeld = false;
      others = undefined;
    },
  };
}
