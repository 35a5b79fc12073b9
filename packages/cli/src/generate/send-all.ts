/** Where the time of waits comes from. */
export interface Clock {
  /** Ms of a clock that never goes back. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** How to send. */
export interface SendOptions<Item> {
  /** Resolves when all of these are acknowledged. */
  readonly send: (items: readonly Item[]) => Promise<void>;
  /** Items a second; undefined: as many as go. */
  readonly rate?: number | undefined;
  /** Is told after each part how many were acknowledged by it, and the last of them. */
  readonly onSent?: (count: number, last: Item) => void;
  /** Whether to end after what is under way. */
  readonly isStopped?: () => boolean;
  readonly clock?: Clock;
}

// Two requests of the store, as the next is made while they are under way.
const partSize = 8_000;
const partsUnderWay = 2;

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Sends items part by part, in their order, and resolves when all that left are acknowledged: true where
 * none is left. Holds a few parts at most. With a rate, parts are a quarter of a second's, and none leaves before its time.
 *
 * @throws whatever `send` rejected with, after the parts that were under way have ended
 */
export async function sendAll<Item>(
  items: Iterable<Item>,
  { send, rate, onSent, isStopped = () => false, clock = systemClock }: SendOptions<Item>,
): Promise<boolean> {
  const size = rate === undefined ? partSize : Math.max(1, Math.min(partSize, rate >> 2));
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const begin = clock.now();
  let left = 0;
  let isWhole = true;
  const start = (part: readonly Item[]) => {
    const sent = send(part)
      .then(() => {
        const last = part.at(-1);
        if (last !== undefined) onSent?.(part.length, last);
      })
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(sent));
    underWay.add(sent);
  };
  for (const part of parts(items, size)) {
    if (rate !== undefined) await sleepUntil(clock, begin + (left / rate) * 1000, isStopped);
    while (underWay.size >= (rate === undefined ? partsUnderWay : 1)) await Promise.race(underWay);
    // Gives signals a moment, also where sending needs none.
    await new Promise((resolve) => setImmediate(resolve));
    isWhole = failures.length === 0 && !isStopped();
    if (!isWhole) break;
    start(part);
    left += part.length;
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
  return isWhole;
}

function* parts<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let part: Item[] = [];
  for (const item of items) {
    part.push(item);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

/** In short sleeps, so that nobody who stops waits for a long one. */
async function sleepUntil(clock: Clock, time: number, isStopped: () => boolean): Promise<void> {
  for (;;) {
    const wait = time - clock.now();
    if (wait <= 0 || isStopped()) return;
    await clock.sleep(Math.min(wait, 200));
  }
}
