import type { Told, ToldOfEvent } from "./order.ts";

/**
 * What a run was told of its events.
 *
 * `accepted` and `spooled` are acknowledged. So is `pending` once its emitter says that nothing is
 * pending any more, unless it was reported as dropped by then; of an emitter that was killed before,
 * what was pending may be there or not.
 */
export class Ledger {
  readonly sent = new Set<string>();
  /** By their uids. */
  readonly acknowledged = new Map<string, ToldOfEvent>();
  /** Keys of which it was said that nothing was done. */
  readonly notDone = new Set<string>();
  readonly statuses: Record<string, number> = {};
  readonly rejections: Record<string, number> = {};
  confirmed = 0;

  /** Gives what takes down what one incarnation of an emitter tells. */
  listener(): (told: Told) => void {
    const pending: ToldOfEvent[] = [];
    const dropped = new Set<string>();
    return (told) => {
      switch (told.kind) {
        case "sent":
          for (const key of told.keys) this.sent.add(key);
          return;
        case "receipts":
          for (const event of told.events) {
            add(this.statuses, event.status);
            if (event.status === "pending") pending.push(event);
            else if (event.status !== "dropped") this.acknowledged.set(event.uid, event);
          }
          return;
        case "dropped":
          for (const uid of told.uids) dropped.add(uid);
          return;
        case "settled": {
          const confirmed = pending.filter(({ uid }) => !dropped.has(uid));
          this.confirmed += confirmed.length;
          for (const event of confirmed) this.acknowledged.set(event.uid, event);
          return;
        }
        case "rejected":
          add(this.rejections, told.code);
          for (const key of told.notDone) this.notDone.add(key);
      }
    };
  }
}

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
