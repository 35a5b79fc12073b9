import { setTimeout as sleep } from "node:timers/promises";

/** Long enough for ClickHouse to end a query that it was told to. */
const patienceMilliseconds = 50;

/**
 * Waits for a statement that runs, and has it killed once the signal comes: again and again, as one that has only just
 * been given to ClickHouse is not there yet to be killed.
 *
 * It settles with the statement and never before it: until then its session is taken.
 */
export async function endWhenAborted<T>(
  running: Promise<T>,
  signal: AbortSignal,
  kill: () => Promise<void>,
): Promise<T> {
  let over = false;
  const ended = running.then(
    () => undefined,
    () => undefined,
  );
  const end = async () => {
    while (!over) {
      await kill();
      await Promise.race([ended, sleep(patienceMilliseconds)]);
    }
  };
  const onAbort = () => void end();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    if (signal.aborted) onAbort();
    return await running;
  } finally {
    over = true;
    signal.removeEventListener("abort", onAbort);
  }
}
