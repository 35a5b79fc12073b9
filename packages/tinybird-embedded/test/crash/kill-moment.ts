import { setTimeout as sleep } from "node:timers/promises";
import type { LaunchedServer } from "./launch.ts";
import type { Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";

/** Picks moments within a start: from what earlier starts took. */
export class KillMoment {
  readonly #random: Random;
  /** Milliseconds until ClickHouse has the directory open, and from there until it listens. */
  #opening = 500;
  #deploying = 300;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Measures a start. */
  async watch(server: LaunchedServer): Promise<void> {
    const launched = performance.now();
    await server.opened();
    const opened = performance.now();
    await server.listening;
    this.#opening = opened - launched;
    this.#deploying = performance.now() - opened;
  }

  /** Resolves somewhere in a start or shortly after it; most often while it replays and deploys. */
  async ofStart(server: LaunchedServer): Promise<void> {
    if (this.#random.whole(4) === 0) {
      await sleep(this.#random.between(0, this.#opening));
      return;
    }
    await server.opened();
    await sleep(this.#random.between(0, this.#deploying * 1.2));
  }

  /** Resolves somewhere within the first answers to requests: on a slow machine, too, there are some. */
  async ofWork(ledger: Ledger): Promise<void> {
    const until = ledger.answers + this.#random.whole(40);
    const giveUp = Date.now() + 15_000;
    while (ledger.answers < until && Date.now() < giveUp) await sleep(5);
    await sleep(this.#random.between(0, 100));
  }
}
