import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { DrainOrder, EmitOrder, Told } from "./order.ts";

const main = fileURLToPath(new URL("worker.ts", import.meta.url));
const execArgv = ["--conditions=@audit/source", "--import", import.meta.resolve("tsx")];

type FromWorker = Told | { readonly kind: "ready" } | { readonly kind: "done" };

/** A process that does what it is told, one order at a time. */
class Worker {
  readonly #child: ChildProcess;
  readonly ready: Promise<void>;
  #listener: (message: FromWorker) => void = () => {};
  #stderr = "";
  #isKilled = false;

  get isKilled(): boolean {
    return this.#isKilled;
  }

  constructor() {
    this.#child = fork(main, { execArgv, stdio: ["ignore", "ignore", "pipe", "ipc"] });
    this.#child.stderr?.on("data", (chunk) => {
      this.#stderr += String(chunk);
    });
    // Safe: a worker sends nothing else.
    this.#child.on("message", (message) => this.#listener(message as FromWorker));
    this.ready = this.#until("ready");
    this.ready.catch(() => undefined);
  }

  /** Whether it carried the order out; it did not when it was killed. */
  async run(order: EmitOrder | DrainOrder, told: (told: Told) => void): Promise<boolean> {
    if (this.#hasEnded) throw new Error(`a worker ended by itself:\n${this.#stderr}`);
    const done = this.#until("done", told);
    // Where it cannot be sent, the worker has ended, and that is told.
    this.#child.send(order, () => {});
    return done.then(
      () => true,
      (cause: unknown) => {
        if (this.#isKilled) return false;
        throw cause;
      },
    );
  }

  kill(): void {
    this.#isKilled = true;
    this.#child.kill("SIGKILL");
  }

  async end(): Promise<void> {
    if (this.#hasEnded) return;
    const closed = once(this.#child, "close");
    this.kill();
    await closed;
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #until(kind: "ready" | "done", told: (told: Told) => void = () => {}): Promise<void> {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error(`a worker ended by itself:\n${this.#stderr}`));
      // Not "exit": what it had told before comes first.
      this.#child.once("close", ended);
      this.#listener = (message) => {
        if (message.kind === kind) {
          this.#child.off("close", ended);
          resolve();
        } else if (message.kind !== "ready" && message.kind !== "done") told(message);
      };
    });
  }
}

export type { Worker };

/** Workers that are warm, so that a run does not wait for one to start. */
export class WorkerPool {
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #spare: number;
  #isEnded = false;

  /** @param spare how many wait for the next run */
  constructor(spare: number) {
    this.#spare = spare;
    this.#fill();
  }

  /** Runs an order in a worker of its own, and gives whether it was carried out. */
  async run(
    order: EmitOrder | DrainOrder,
    told: (told: Told) => void = () => {},
    began: (worker: Worker) => void = () => {},
  ): Promise<boolean> {
    const worker = this.#idle.shift() ?? this.#start();
    this.#fill();
    await worker.ready;
    began(worker);
    const isDone = await worker.run(order, told);
    // One that is killed as it is done is done, and dead.
    if (isDone && !worker.isKilled) this.#idle.push(worker);
    else {
      await worker.end();
      this.#all.delete(worker);
    }
    return isDone;
  }

  /** Leaves none of them running. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await Promise.all([...this.#all].map((worker) => worker.end()));
  }

  #start(): Worker {
    const worker = new Worker();
    this.#all.add(worker);
    return worker;
  }

  #fill(): void {
    while (!this.#isEnded && this.#idle.length < this.#spare) this.#idle.push(this.#start());
  }
}
