import type { Acknowledged, Told } from "./order.ts";

/**
 * What a run was told of its events.
 *
 * `accepted` and `spooled` are acknowledged. `pending` is so once its emitter said that nothing was
 * pending any more; if it was killed before, its events may be there or not.
 */
export class Ledger {
  readonly sent = new Set<string>();
  readonly acknowledged = new Map<string, Acknowledged>();
  readonly statuses: Record<string, number> = {};
  readonly failures: Record<string, number> = {};
  confirmed = 0;

  /** Gives what takes down one incarnation of an emitter. */
  listener(): (told: Told) => void {
    const pending: Acknowledged[] = [];
    return (told) => {
      switch (told.kind) {
        case "sent":
          for (const key of told.keys) this.sent.add(key);
          return;
        case "acknowledged":
          for (const event of told.events) {
            add(this.statuses, event.status);
            if (event.status === "pending") pending.push(event);
            else if (event.status !== "dropped") this.acknowledged.set(event.key, event);
          }
          return;
        case "settled":
          this.confirmed += pending.length;
          for (const event of pending.splice(0)) this.acknowledged.set(event.key, event);
          return;
        case "failed":
          add(this.failures, told.code);
      }
    };
  }
}

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
