import type { Session } from "chdb";

/** One session and the jobs that wait for it: they run one after the other, in the order given. */
export class Lane {
  readonly #newSession: () => Promise<Session>;
  #session: Promise<Session> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(newSession: () => Promise<Session>) {
    this.#newSession = newSession;
  }

  run<T>(job: (session: Session) => Promise<T>): Promise<T> {
    this.#session ??= this.#newSession();
    const session = this.#session;
    const done = this.#last.then(async () => job(await session));
    this.#last = done.catch(() => undefined);
    return done;
  }
}
