import type { Clock } from "@audit/store";

/** A clock on which every sleep is over at once, and its time has passed. */
export class JumpingClock implements Clock {
  readonly sleeps: number[] = [];
  #now = 5_000;

  now(): number {
    return this.#now;
  }

  async sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.#now += ms;
  }
}
