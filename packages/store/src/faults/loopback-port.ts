import { once } from "node:events";
import type { Server } from "node:http";

// Below those that systems give out themselves: nobody else gets it while it is closed for a moment.
const [lowest, highest] = [20_000, 32_000];
const taken = new Set<number>();

/** A port of loopback that can be closed and opened again. */
export class LoopbackPort {
  readonly #server: Server;
  #turn: Promise<void> = Promise.resolve();
  #port = 0;

  constructor(server: Server) {
    this.#server = server;
  }

  get number(): number {
    return this.#port;
  }

  /** Resolves when the server listens: at first on a port that was free, then on the same one. */
  open(): Promise<void> {
    return this.#inTurn(() => this.#open());
  }

  /** Resolves when nobody listens any more; what is connected is cut. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#close());
  }

  /** Lets others have its number. */
  release(): void {
    taken.delete(this.#port);
  }

  /** One after the other: a server that listens again before it was closed never says that it was. */
  #inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(step);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #open(): Promise<void> {
    while (!this.#server.listening) {
      const port = this.#port || lowest + Math.floor(Math.random() * (highest - lowest));
      if (this.#port === 0 && taken.has(port)) continue;
      try {
        this.#server.listen(port, "127.0.0.1");
        await once(this.#server, "listening");
        this.#port = port;
        taken.add(port);
      } catch (cause) {
        const isInUse = cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
        if (this.#port !== 0 || !isInUse) throw cause;
      }
    }
  }

  async #close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
