import type { Session } from "chdb";

/** One session and the jobs that wait for it: they run one after the other, in the order given. */
export class Lane {
  readonly #newSession: () => Promise<Session>;
  #session: Session | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(newSession: () => Promise<Session>) {
    this.#newSession = newSession;
  }

  /** Runs a job after those given before it. One that gets no session fails alone: the next asks for one again. */
  run<T>(job: (session: Session) => Promise<T>): Promise<T> {
    const done = this.#last.then(async () => {
      this.#session ??= await this.#newSession();
      return job(this.#session);
    });
    this.#last = done.catch(() => undefined);
    return done;
  }
}
