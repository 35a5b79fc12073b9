import { setTimeout } from "node:timers/promises";

/** Time, as a spool uses it. */
export interface SpoolClock {
  /** Ms since epoch. */
  now(): number;
  /** Resolves after this many ms, or as soon as the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** The clock of this machine. Waiting for it keeps no process from ending: what waits is on disk. */
export const systemClock: SpoolClock = {
  now: Date.now,
  wait: (ms, signal) => setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined),
};
