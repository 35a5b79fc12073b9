import { compareEvents, type Position } from "@audit/events";

/** An event that was recorded after one that happened later. */
export interface LateEvent extends Position {
  /** Ms since epoch, UTC. */
  readonly recordedAt: number;
}

/** Finds late events in one pass. */
export interface LateEvents {
  /** Takes the next event in stream order. */
  add(event: LateEvent): void;
  /** Gives the late ones in stream order. */
  list(): readonly LateEvent[];
}

/**
 * Gives a finder of late events: those for which another event of the stream has a greater timestamp
 * and was recorded before.
 *
 * Which event is late shows only when a later one comes, so those not late yet are kept: one position
 * per event, never the event. Each is put down and taken up once, so the cost is linear.
 */
export function lateEvents(): LateEvents {
  // Recording times never go down from bottom to top: whoever comes next is measured from the top.
  const onTime = positions();
  const late: LateEvent[] = [];
  let newest: LateEvent | undefined;
  /** The events before the newest with its timestamp: they cannot make each other late. */
  let ties: LateEvent[] | undefined;

  const settle = (event: LateEvent): void => {
    while (onTime.lastRecordedAt() > event.recordedAt) late.push(onTime.pop());
    onTime.push(event);
  };

  const settleNewest = (): void => {
    if (newest === undefined) return;
    if (ties === undefined) return settle(newest);
    for (const event of [...ties, newest].sort((a, b) => a.recordedAt - b.recordedAt))
      settle(event);
    ties = undefined;
  };

  return {
    add(event) {
      if (newest?.timestamp === event.timestamp) {
        ties ??= [];
        ties.push(newest);
      } else settleNewest();
      newest = event;
    },
    list() {
      settleNewest();
      newest = undefined;
      return Object.freeze(late.sort(compareEvents));
    },
  };
}

/** A stack with a list per field, which spares a replay an object per event. */
function positions() {
  const timestamps: number[] = [];
  const uids: string[] = [];
  const recordings: number[] = [];
  return {
    lastRecordedAt: () => recordings[recordings.length - 1] ?? Number.NEGATIVE_INFINITY,
    push({ timestamp, uid, recordedAt }: LateEvent): void {
      timestamps.push(timestamp);
      uids.push(uid);
      recordings.push(recordedAt);
    },
    pop: (): LateEvent => ({
      timestamp: timestamps.pop() ?? 0,
      uid: uids.pop() ?? "",
      recordedAt: recordings.pop() ?? 0,
    }),
  };
}
