const second = 1_000;
// Past it one request goes out to ask again: no answer, be it from a broken proxy, stops all for long.
const longestPause = 300_000;

/**
 * Allows each data source so many requests in any second, and none while Tinybird says so.
 *
 * Moments are ms of the caller's clock. A moment that was given and is not used is lost, not given
 * again. It remembers each name it was ever asked for.
 */
export class RequestBudget {
  readonly #perSecond: number;
  readonly #moments = new Map<string, number[]>();
  readonly #pauses = new Map<string | undefined, number>();
  #allPausedUntil = Number.NEGATIVE_INFINITY;

  /** @param perSecond whole, from 1, or Infinity */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /**
   * Gives the moment from which one more request may be sent, and keeps it for that request if it
   * comes before `end`.
   *
   * @param datasource left out for reads, which are not counted
   */
  reserve(datasource: string | undefined, now: number, end: number): number {
    const free = Math.max(now, this.pausedUntil(datasource));
    if (datasource === undefined || this.#perSecond === Number.POSITIVE_INFINITY) return free;
    const moments = this.#moments.get(datasource) ?? [];
    this.#moments.set(datasource, moments);
    const oldest = moments.at(-this.#perSecond);
    const isFull = moments.length >= this.#perSecond && oldest !== undefined;
    const moment = Math.max(free, moments.at(-1) ?? free, isFull ? oldest + second : free);
    if (moment >= end) return moment;
    moments.push(moment);
    // Not one by one: cutting off the head costs as much as the list is long.
    if (moments.length >= 2 * this.#perSecond + 100) moments.splice(0, this.#perSecond + 100);
    return moment;
  }

  /** Gives the end of the pause that holds for a data source; it may be over. */
  pausedUntil(datasource: string | undefined): number {
    return Math.max(this.#allPausedUntil, this.#pauses.get(datasource) ?? this.#allPausedUntil);
  }

  /** Lets nothing out for so many ms, at most 5 minutes. */
  pauseAll(ms: number, now: number): void {
    this.#allPausedUntil = Math.max(this.#allPausedUntil, now + Math.min(ms, longestPause));
  }

  /** Lets nothing out for this data source, or for reads, for so many ms, at most 5 minutes. */
  pause(datasource: string | undefined, ms: number, now: number): void {
    const end = now + Math.min(ms, longestPause);
    this.#pauses.set(datasource, Math.max(end, this.pausedUntil(datasource)));
  }
}
