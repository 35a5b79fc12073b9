import type { Session } from "chdb";
import { type Settings, setStatement } from "./settings.ts";

/** Sessions that wait for the next read; past this, the one that waits longest is closed. */
const mostIdle = 32;

/**
 * Keeps sessions for reads, each with the settings that it was made with.
 *
 * Not a session per read: while any statement runs, chDB puts off every close, and works off the pile at its end, on the
 * event loop.
 */
export class SessionPool {
  readonly #newSession: () => Promise<Session>;
  readonly #idle: { readonly set: string; readonly session: Session }[] = [];

  constructor(newSession: () => Promise<Session>) {
    this.#newSession = newSession;
  }

  /** Runs a job with a session of these settings, which no other job has meanwhile. */
  async run<T>(settings: Settings, job: (session: Session) => Promise<T>): Promise<T> {
    const set = setStatement(settings);
    const at = this.#idle.findLastIndex((each) => each.set === set);
    const session = at < 0 ? await this.#open(set) : this.#idle.splice(at, 1)[0]?.session;
    if (session === undefined) throw new Error("unreachable: findLastIndex has found it");
    try {
      return await job(session);
    } finally {
      this.#idle.push({ set, session });
      if (this.#idle.length > mostIdle) this.#idle.shift()?.session.close();
    }
  }

  /** Runs a job with a session that ends with it: what it is given in settings is nobody else's. */
  async runOnce<T>(settings: Settings, job: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.#open(setStatement(settings));
    try {
      return await job(session);
    } finally {
      session.close();
    }
  }

  async #open(set: string): Promise<Session> {
    const session = await this.#newSession();
    if (set !== "") await session.queryAsync(set);
    return session;
  }
}
