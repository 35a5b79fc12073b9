import { AbortedError, DeadlineError, QueueFullError } from "../call-error.ts";
import type { SentRow } from "../lines/event-line.ts";
import type { Carried } from "../observe/observe-transport.ts";
import type { AppendObservation } from "../observe/store-observer.ts";
import { onAbort } from "../on-abort.ts";
import type { Batch } from "./batches.ts";
import { RequestLoad } from "./request-load.ts";
import { sendTogether } from "./send-together.ts";

/** What a queue stands on, and what it may hold. */
export interface AppendQueueOptions {
  /**
   * Sends one request, and rejects when not all of its rows are in.
   *
   * @param carried whose rows they are, where appends are observed
   */
  readonly ingest: (
    rows: readonly SentRow[],
    signal: AbortSignal,
    carried: Carried | undefined,
  ) => Promise<void>;
  /** What is being done, for messages: `append to "audit_log"`. */
  readonly asked: string;
  /** Ms from a call to its answer, the wait for the requests before it included. */
  readonly deadline: number;
  /** Rows that wait or are under way. One batch may be larger when nothing else waits. */
  readonly maximumRows: number;
  /** Gives ms of a clock that never goes back. @defaultValue `performance.now` */
  readonly now?: () => number;
}

/** A batch of one caller, and how to tell what became of it. */
interface Call extends Batch {
  readonly observation: AppendObservation | undefined;
  readonly settle: (failure?: { readonly cause: unknown }) => void;
  /** Makes its caller send. */
  readonly take: (turn: Turn) => void;
  isSettled: boolean;
  isUnderWay: boolean;
}

/** One caller sends. */
interface Turn {
  /** When it was given, or its last request left. */
  since: number;
  /** Who goes along; none before it is taken. */
  calls: readonly Call[];
}

// Rows that wait, as JSON in UTF-16 code units.
const maximumCharacters = 50_000_000;

// A request ends by its deadline. One that has not by then, and a quarter more, is lost.
const lostAfterDeadlines = 1.25;
// Ms. A turn is taken at once, or never.
const untakenAfter = 250;

/**
 * Sends the rows of many callers in few requests, in the order of their calls.
 *
 * One request is under way at a time; those who come meanwhile go together in the next. So the order
 * is kept, nobody waits for a timer, and the more there is to send the more goes along.
 *
 * It is a caller who sends, each time another one: some runtimes (Cloudflare's) end with an incoming
 * request all that was begun in it. Where one was ended while it sent, the next who calls goes on.
 */
export class AppendQueue {
  readonly #options: AppendQueueOptions;
  #waiting: Call[] = [];
  #turn: Turn | undefined;
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
   * @param observation of the append that the rows belong to
   * @throws whatever the request rejected with, for these rows
   * @throws {DeadlineError | AbortedError} with the fate `not_done` where the rows had not left yet
   * @throws {QueueFullError} when too much waits already
   */
  async add(
    { rows, load }: Batch,
    signal?: AbortSignal,
    observation?: AppendObservation,
  ): Promise<void> {
    const { asked, deadline } = this.#options;
    if (signal?.aborted) throw new AbortedError(asked, { cause: signal.reason, fate: "not_done" });
    this.#giveUpLost();
    this.#refuseTooMuch(load);
    let take: (turn: Turn) => void = () => {};
    // Heard here, so that for the runtime it is this caller who sends.
    void new Promise<Turn>((resolve) => {
      take = resolve;
    }).then((turn) => this.#send(turn));
    return new Promise((resolve, reject) => {
      const fail = (error: AbortedError | DeadlineError) => {
        call.settle({ cause: error });
        this.#leave(call);
      };
      const facts = () => ({ fate: call.isUnderWay ? "unknown" : "not_done" }) as const;
      const abort = () => fail(new AbortedError(asked, { cause: signal?.reason, ...facts() }));
      // What leaves at once has the deadline of its request alone, which can tell more of a failure.
      const timer = this.#turn
        ? setTimeout(() => fail(new DeadlineError(asked, deadline, facts())), deadline)
        : undefined;
      const callOff = onAbort(signal, abort);
      const call: Call = {
        rows,
        load,
        observation,
        take,
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
      if (this.#turn === undefined) this.#giveTurnTo(call);
    });
  }

  #refuseTooMuch({ rows, characters }: RequestLoad): void {
    const { asked, maximumRows } = this.#options;
    if (this.#rows === 0) return;
    if (this.#rows + rows > maximumRows || this.#characters + characters > maximumCharacters)
      throw new QueueFullError(asked, this.#rows);
  }

  #now(): number {
    return this.#options.now?.() ?? performance.now();
  }

  #giveTurnTo(call: Call): void {
    this.#turn = { since: this.#now(), calls: [] };
    call.take(this.#turn);
  }

  /** Sends one request. */
  async #send(turn: Turn): Promise<void> {
    // It came so late that another one sends.
    if (this.#turn !== turn) return;
    const calls = this.#takeCalls();
    turn.calls = calls;
    const controller = new AbortController();
    this.#abandon = () => {
      if (!calls.every(({ isSettled }) => isSettled)) return;
      controller.abort();
      // Not when the request has ended: with its callers the runtime may have ended what waits for that.
      this.#pass(turn);
    };
    const send = (some: readonly Call[]) => {
      turn.since = this.#now();
      const rows = some.flatMap(({ rows }) => rows);
      return this.#options.ingest(rows, controller.signal, carriedBy(some));
    };
    const failures = calls.length === 0 ? [] : await sendTogether(calls, send);
    for (const [place, call] of calls.entries()) call.settle(failures[place]);
    this.#pass(turn);
  }

  /** Ends a turn, and gives the next to the first who waits. */
  #pass(turn: Turn): void {
    if (this.#turn !== turn) return;
    for (const call of turn.calls) this.#release(call);
    const next = this.#waiting.find(({ isSettled }) => !isSettled);
    if (next === undefined) this.#turn = undefined;
    else this.#giveTurnTo(next);
  }

  /**
   * Takes the turn from a caller whom the runtime has ended. Whoever adds now goes on. Should he be there
   * after all, as the whole process stood still, he hears of his request when it ends.
   */
  #giveUpLost(): void {
    const turn = this.#turn;
    if (turn === undefined) return;
    const isTaken = turn.calls.length > 0;
    const limit = isTaken ? this.#options.deadline * lostAfterDeadlines : untakenAfter;
    if (this.#now() - turn.since <= limit) return;
    this.#turn = undefined;
    for (const call of turn.calls) this.#release(call);
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

function carriedBy(calls: readonly Call[]): Carried | undefined {
  const appends = calls.flatMap(({ observation }) => observation ?? []);
  if (appends.length === 0) return undefined;
  const characters = calls.reduce((sum, { load }) => sum + load.characters, 0);
  return { appends, characters };
}
