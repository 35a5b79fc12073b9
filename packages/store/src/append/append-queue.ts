import { AbortedError, DeadlineError, QueueFullError } from "../call-error.ts";
import { onAbort } from "../on-abort.ts";
import type { Batch } from "./batches.ts";
import { RequestLoad } from "./request-load.ts";
import { type Ingest, sendTogether } from "./send-together.ts";

/** What a queue stands on, and what it may hold. */
export interface AppendQueueOptions {
  /** Sends one request, and rejects when not all of its rows are in. */
  readonly ingest: Ingest;
  /** What is being done, for messages: `append to "audit_log"`. */
  readonly asked: string;
  /** Ms from a call to its answer, the wait for the requests before it included. */
  readonly deadline: number;
  /** Rows that wait or are under way. One batch may be larger when nothing else waits. */
  readonly maximumRows: number;
}

/** A batch of one caller, and how to tell what became of it. */
interface Call extends Batch {
  readonly settle: (failure?: { readonly cause: unknown }) => void;
  isSettled: boolean;
  isUnderWay: boolean;
}

// Rows that wait, as JSON in UTF-16 code units.
const maximumCharacters = 50_000_000;

/**
 * Sends the rows of many callers in few requests, in the order of their calls.
 *
 * One request is under way at a time; those who come meanwhile go together in the next. So the order
 * is kept, nobody waits for a timer, and the more there is to send the more goes along.
 */
export class AppendQueue {
  readonly #options: AppendQueueOptions;
  #waiting: Call[] = [];
  #isSending = false;
  #rows = 0;
  #characters = 0;
  #abandon = () => {};

  constructor(options: AppendQueueOptions) {
    this.#options = options;
  }

  /** How many rows wait or are under way. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * Resolves when the rows have been acknowledged.
   *
   * @throws whatever the request rejected with, for these rows
   * @throws {DeadlineError | AbortedError} with the fate `not_done` where the rows had not left yet
   * @throws {QueueFullError} when too much waits already
   */
  async add({ rows, load }: Batch, signal?: AbortSignal): Promise<void> {
    const { asked, deadline } = this.#options;
    if (signal?.aborted) throw new AbortedError(asked, { cause: signal.reason, fate: "not_done" });
    this.#refuseTooMuch(load);
    return new Promise((resolve, reject) => {
      const fail = (error: AbortedError | DeadlineError) => {
        call.settle({ cause: error });
        this.#leave(call);
      };
      const facts = () => ({ fate: call.isUnderWay ? "unknown" : "not_done" }) as const;
      const abort = () => fail(new AbortedError(asked, { cause: signal?.reason, ...facts() }));
      // What leaves at once has the deadline of its request alone, which can tell more of a failure.
      const timer = this.#isSending
        ? setTimeout(() => fail(new DeadlineError(asked, deadline, facts())), deadline)
        : undefined;
      const callOff = onAbort(signal, abort);
      const call: Call = {
        rows,
        load,
        isSettled: false,
        isUnderWay: false,
        settle: (failure) => {
          if (call.isSettled) return;
          call.isSettled = true;
          clearTimeout(timer);
          callOff();
          if (failure === undefined) resolve();
          else reject(failure.cause);
        },
      };
      this.#waiting.push(call);
      this.#rows += load.rows;
      this.#characters += load.characters;
      if (!this.#isSending) void this.#sendAll();
    });
  }

  #refuseTooMuch({ rows, characters }: RequestLoad): void {
    const { asked, maximumRows } = this.#options;
    if (this.#rows === 0) return;
    if (this.#rows + rows > maximumRows || this.#characters + characters > maximumCharacters)
      throw new QueueFullError(asked, this.#rows);
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    // Those who call in the same turn go together.
    await undefined;
    for (let calls = this.#takeCalls(); calls.length > 0; calls = this.#takeCalls()) {
      const controller = new AbortController();
      this.#abandon = () => {
        if (calls.every(({ isSettled }) => isSettled)) controller.abort();
      };
      const ingest: Ingest = (rows) => this.#options.ingest(rows, controller.signal);
      const failures = await sendTogether(
        calls.map(({ rows }) => rows),
        ingest,
      );
      for (const [place, call] of calls.entries()) {
        call.settle(failures[place]);
        this.#release(call);
      }
    }
    this.#isSending = false;
  }

  /** Takes what goes in the next request. */
  #takeCalls(): Call[] {
    const load = new RequestLoad();
    const calls: Call[] = [];
    let seen = 0;
    for (const call of this.#waiting) {
      if (!call.isSettled && calls.length > 0 && !load.hasRoomFor(call.load)) break;
      seen += 1;
      // Its caller has gone; it is taken out here, as looking for it then costs more the more wait.
      if (call.isSettled) continue;
      load.add(call.load);
      call.isUnderWay = true;
      calls.push(call);
    }
    this.#waiting.splice(0, seen);
    return calls;
  }

  /** The caller waits no longer: a request that nobody waits for is ended. */
  #leave(call: Call): void {
    if (call.isUnderWay) this.#abandon();
    else this.#release(call);
  }

  #release({ load }: Call): void {
    this.#rows -= load.rows;
    this.#characters -= load.characters;
  }
}
