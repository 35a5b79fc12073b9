import type { EmittedEvent } from "@audit/events";
import { QueueFullError } from "../call-error.ts";
import type { ReceiptStatus } from "../event-store.ts";
import { eventLines } from "../lines/event-line.ts";
import type { AppendWatch } from "../observe/append-watch.ts";
import { codeOf } from "../observe/error-facts.ts";
import { quietly } from "../observe/quietly.ts";
import { encodeRow } from "../row.ts";
import { InterruptedAppendError } from "../store-error.ts";
import { answerWithin } from "./answer-within.ts";
import type { AppendQueue } from "./append-queue.ts";
import { batches } from "./batches.ts";
import {
  type AppendOptions,
  assertAppendOptions,
  assertPolicy,
  type DeliverySettings,
  type Policy,
} from "./delivery-options.ts";
import { refuseAborted } from "./refuse-aborted.ts";

/** What became of events so far, by their uids. What is not in it is not known yet. */
type Outcomes = Map<string, ReceiptStatus>;

const policies = ["throw", "spool", "drop"] as const;

// The answer is there within 50 ms, also when the timer comes a little late.
const answerMs = 40;

/** Takes events to Tinybird, each under the policy of its action. */
export class Delivery {
  readonly dropped = new Map<string, number>();
  readonly #settings: DeliverySettings;
  readonly #queue: AppendQueue;
  readonly #asked: string;
  readonly #underWay = new Set<Promise<void>>();
  #keeping = 0;

  constructor(settings: DeliverySettings, queue: AppendQueue, asked: string) {
    this.#settings = settings;
    this.#queue = queue;
    this.#asked = asked;
  }

  /**
   * Refuses an append before anything of it is done.
   *
   * @throws {InvalidOptionError} naming the option
   * @throws {AbortedError} when its signal is aborted already
   */
  check(options: AppendOptions): void {
    const { policy } = assertAppendOptions(options);
    if (policy !== undefined) assertPolicy("policy", policy, this.#settings.spool);
    refuseAborted(options, this.#asked);
  }

  /**
   * Gives what became of each event, in their order.
   *
   * Events of one policy go together. Where some cannot be kept and others are, the error says which.
   */
  async deliver(
    events: readonly EmittedEvent[],
    { policy, signal }: AppendOptions,
    watch?: AppendWatch,
  ): Promise<readonly ReceiptStatus[]> {
    const outcomes: Outcomes = new Map();
    const policyOf = ({ action }: EmittedEvent) => policy ?? this.#settings.policyOf(action);
    const parts = policies.map((each) =>
      this.#deliverPart(
        each,
        events.filter((event) => policyOf(event) === each),
        outcomes,
        signal,
        watch,
      ),
    );
    const results = await Promise.allSettled(parts);
    const isRejected = (event: EmittedEvent) =>
      results[policies.indexOf(policyOf(event))]?.status === "rejected";
    if (watch !== undefined)
      for (const event of events) {
        const status = outcomes.get(event.uid) ?? (isRejected(event) ? "rejected" : "pending");
        watch.count(policyOf(event), status);
      }
    const failed = results.find((result) => result.status === "rejected");
    // What failed says of its own part alone that it is not done: another one may be pending.
    const isAlone = events.every(isRejected);
    if (failed !== undefined) throw interrupted(outcomes, failed.reason, isAlone);
    return events.map(({ uid }) => outcomes.get(uid) ?? "pending");
  }

  /** Resolves when nothing is pending any more. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  #deliverPart(
    policy: Policy,
    events: readonly EmittedEvent[],
    outcomes: Outcomes,
    signal: AbortSignal | undefined,
    watch: AppendWatch | undefined,
  ): Promise<void> {
    if (events.length === 0) return Promise.resolve();
    if (policy === "throw") return this.#track(this.#send(events, outcomes, signal, watch));
    const caller = { isAnswered: false };
    const work =
      policy === "spool"
        ? this.#keep(events, outcomes, caller)
        : this.#sendOrDrop(events, outcomes, signal, watch);
    return answerWithin(answerMs, this.#track(work)).finally(() => {
      caller.isAnswered = true;
    });
  }

  async #send(
    events: readonly EmittedEvent[],
    outcomes: Outcomes,
    signal: AbortSignal | undefined,
    watch: AppendWatch | undefined,
  ): Promise<void> {
    for (const batch of batches(eventLines(events))) {
      await this.#queue.add(batch, signal, watch?.observation);
      for (const { uid } of batch.rows) outcomes.set(String(uid), "accepted");
    }
  }

  async #sendOrDrop(
    events: readonly EmittedEvent[],
    outcomes: Outcomes,
    signal: AbortSignal | undefined,
    watch: AppendWatch | undefined,
  ): Promise<void> {
    try {
      await this.#send(events, outcomes, signal, watch);
    } catch (cause) {
      this.#drop(
        events.filter(({ uid }) => !outcomes.has(uid)),
        outcomes,
        cause,
      );
    }
  }

  async #keep(
    events: readonly EmittedEvent[],
    outcomes: Outcomes,
    caller: { readonly isAnswered: boolean },
  ): Promise<void> {
    const { spool, fallback, maximumWaitingRows } = this.#settings;
    try {
      if (this.#keeping > 0 && this.#keeping + events.length > maximumWaitingRows)
        throw new QueueFullError("add to the spool", this.#keeping);
      this.#keeping += events.length;
      await spool?.add(events.map(encodeRow)).finally(() => {
        this.#keeping -= events.length;
      });
      for (const { uid } of events) outcomes.set(uid, "spooled");
    } catch (cause) {
      // Who has been told "pending" hears of it as of all that is given up.
      if (fallback === "throw" && !caller.isAnswered) throw cause;
      this.#drop(events, outcomes, cause);
    }
  }

  #drop(events: readonly EmittedEvent[], outcomes: Outcomes, cause: unknown): void {
    const { observer, onDropped } = this.#settings;
    const counts = new Map<string, number>();
    for (const { uid, action } of events) {
      outcomes.set(uid, "dropped");
      this.dropped.set(action, (this.dropped.get(action) ?? 0) + 1);
      counts.set(action, (counts.get(action) ?? 0) + 1);
    }
    // The caller's work does not fail for who watches its audit log.
    quietly(() => observer?.dropped?.({ actions: counts, code: codeOf(cause) }));
    quietly(() =>
      onDropped({
        uids: events.map(({ uid }) => uid),
        actions: events.map(({ action }) => action),
        cause,
      }),
    );
  }

  #track(work: Promise<void>): Promise<void> {
    this.#underWay.add(work);
    const done = () => void this.#underWay.delete(work);
    work.then(done, done);
    return work;
  }
}

function interrupted(outcomes: Outcomes, cause: unknown, isAlone: boolean): unknown {
  const kept = [...outcomes].filter(([, status]) => status === "accepted" || status === "spooled");
  if (kept.length === 0 && isAlone) return cause;
  return new InterruptedAppendError(
    kept.map(([uid]) => uid),
    cause,
  );
}
