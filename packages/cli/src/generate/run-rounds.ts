import type { Plan } from "./plan.ts";
import { sendAll } from "./send-all.ts";
import type { Shape } from "./shape.ts";

/** How far a run is. */
export interface RunReport {
  /** That were acknowledged. */
  events: number;
  /** Rounds that were begun. */
  rounds: number;
  /** When the latest of the events happened, ms since epoch; undefined before the first. */
  until: number | undefined;
  /** Whether it was ended before its end. */
  isStopped: boolean;
}

/** How to run. */
export interface RunOptions<Item> {
  readonly shape: Shape<Item>;
  readonly plan: Plan;
  readonly rate: number | undefined;
  readonly send: (items: readonly Item[]) => Promise<void>;
  /** Is told of every part that was acknowledged: how much of all is done, where there is an end. */
  readonly onSent: (report: RunReport, share: number | undefined) => void;
  /** Ends the run after what is under way. */
  readonly signal: AbortSignal;
}

/**
 * Sends round after round, and gives how far it came; `report` is so at any time.
 *
 * @throws whatever `send` rejected with
 */
export async function runRounds<Item>(
  { shape, plan: { rounds }, rate, send, onSent, signal }: RunOptions<Item>,
  report: RunReport,
): Promise<void> {
  while (report.rounds < rounds && !report.isStopped) {
    const before = report.events;
    report.rounds += 1;
    const isWhole = await sendAll(shape.make(report.rounds), {
      send,
      rate,
      isStopped: () => signal.aborted,
      onSent(count, last) {
        report.events += count;
        report.until = Math.max(report.until ?? 0, shape.timeOf(last));
        const done = report.rounds - 1 + shape.share(last, report.events - before);
        onSent(report, rounds === Number.POSITIVE_INFINITY ? undefined : done / rounds);
      },
    });
    report.isStopped = !isWhole || (signal.aborted && report.rounds < rounds);
  }
}
