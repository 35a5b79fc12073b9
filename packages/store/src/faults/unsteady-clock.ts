/**
 * A clock as machines have them: it jumps and it stands still. Give its `now` to the `writer` of a store.
 *
 * @example
 * const clock = new UnsteadyClock(() => 1_700_000_000_000);
 * clock.jump(-3_600_000);
 * clock.now(); // 1699996400000
 */
export class UnsteadyClock {
  readonly #source: () => number;
  #offset = 0;
  #stoppedAt: number | undefined;

  /** @param source ms since epoch; the machine's own clock unless another is given */
  constructor(source: () => number = Date.now) {
    this.#source = source;
  }

  /** Gives ms since epoch. Bound, so that it can be handed on by itself. */
  readonly now = (): number => this.#stoppedAt ?? this.#source() + this.#offset;

  /** Moves it on by so many ms, back by negative ones; also while it stands still. */
  jump(ms: number): void {
    this.#offset += ms;
    if (this.#stoppedAt !== undefined) this.#stoppedAt += ms;
  }

  /** Has it stand still. */
  stop(): void {
    this.#stoppedAt ??= this.now();
  }

  /** Has it go again, with the time that its source has by then. */
  go(): void {
    this.#stoppedAt = undefined;
  }
}
