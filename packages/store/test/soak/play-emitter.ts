import type { EmitOrder, Told } from "./order.ts";
import { runEmitter } from "./run-emitter.ts";
import type { EmitterPlan, KillMoment } from "./scenario.ts";
import type { Worker, WorkerPool } from "./worker-pool.ts";

/** How an emitter is played. */
export interface PlayOptions {
  readonly plan: EmitterPlan;
  readonly pool: WorkerPool;
  orderOf(incarnation: number): EmitOrder;
  /** Gives what takes down what one incarnation tells. */
  listener(): (told: Told) => void;
  /** Is called when it begins to emit, each time. */
  began(): void;
}

/** Lets an emitter live, die and come again as planned, and gives how often it was killed. */
export async function playEmitter(options: PlayOptions): Promise<number> {
  const { plan, pool } = options;
  let kills = 0;
  for (const moment of [...plan.kills, undefined]) {
    const order = options.orderOf(kills);
    const told = options.listener();
    if (!plan.isProcess) {
      options.began();
      await runEmitter(order, told);
      return kills;
    }
    const killer = new Killer(moment);
    const isDone = await pool.run(
      order,
      (message) => {
        told(message);
        killer.hear(message);
      },
      (worker) => {
        options.began();
        killer.watch(worker);
      },
    );
    killer.stop();
    if (isDone) return kills;
    kills += 1;
  }
  return kills;
}

/** Kills a worker at its moment. */
class Killer {
  readonly #moment: KillMoment | undefined;
  #worker: Worker | undefined;
  #appends = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(moment: KillMoment | undefined) {
    this.#moment = moment;
  }

  watch(worker: Worker): void {
    this.#worker = worker;
    this.#killIfDue();
  }

  hear(told: Told): void {
    if (told.kind === "receipts") this.#appends += 1;
    this.#killIfDue();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #killIfDue(): void {
    if (this.#moment === undefined || this.#appends < this.#moment.appends) return;
    this.#timer ??= setTimeout(() => this.#worker?.kill(), this.#moment.ms);
  }
}
