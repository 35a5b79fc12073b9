import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Admin, Consumer, EachBatchPayload, Kafka } from "kafkajs";
import type { Logger } from "pino";
import type { Journal } from "../durability/journal.ts";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import type { Engine } from "../engine/engine.ts";
import { LogError } from "../write-ahead-log/log-error.ts";
import { type AssignedTopic, assignPositions } from "./assign-positions.ts";
import { commitMessages } from "./commit-messages.ts";
import { kafkaTrouble } from "./kafka-trouble.ts";
import { messageChunks } from "./message-chunks.ts";
import type { TopicReading } from "./topic-reading.ts";

/** After it the group gives a dead member's partitions to others. */
const sessionMilliseconds = 6_000;
const retryMilliseconds = 500;
/** How long a broker that is asked to let go may take. */
const farewellMilliseconds = 2_000;

/** What a session works on. */
export interface SessionOptions {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly cluster: string;
  readonly group: string;
  /** By topic; all of them are there. */
  readonly readings: ReadonlyMap<string, TopicReading>;
  readonly engine: Engine;
  readonly journal: Journal;
  readonly log: Logger;
  /** Ends the session; the group is left then. */
  readonly signal: AbortSignal;
  /** Told when the partitions are known and read. */
  readonly consuming: () => void;
}

/** One membership of a group, from joining it to leaving it. */
export class GroupSession {
  readonly #options: SessionOptions;
  readonly #consumer: Consumer;
  readonly #ended = new AbortController();
  /** Offsets to go on with, of the partitions that are this server's now and sought. */
  #next = new Map<string, number>();
  /** Goes up with each assignment: what was begun under an older one must not go on. */
  #generation = 0;
  /** Goes up when a new assignment is there; between the end of one and the next offsets can still be committed. */
  #joins = 0;
  /** What is being logged: positions are read after it. */
  #logging: Promise<unknown> = Promise.resolve();
  #trouble: unknown;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#consumer = options.kafka.consumer({
      groupId: options.group,
      sessionTimeout: sessionMilliseconds,
      rebalanceTimeout: sessionMilliseconds,
      heartbeatInterval: 1_000,
      maxWaitTimeInMs: 500,
      // What is in memory beside the log's own: one answer of each broker.
      maxBytesPerPartition: 1_000_000,
      maxBytes: 4_000_000,
      allowAutoTopicCreation: false,
      // The supervisor begins again, with pauses of its own.
      retry: { retries: 1, initialRetryTime: 300, restartOnFailure: async () => false },
    });
  }

  /**
   * Joins the group and reads until the signal, or until something fails.
   *
   * @throws {unknown} What failed; the group is left in each case.
   */
  async run(): Promise<void> {
    const { signal, readings } = this.#options;
    const consumer = this.#consumer;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      const assigned = Object.entries(memberAssignment).map(([topic, partitions]) => ({
        topic,
        partitions,
      }));
      void this.#assign(assigned).catch((cause: unknown) => this.#fail(cause));
    });
    consumer.on(consumer.events.REBALANCING, () => this.#revoke());
    consumer.on(consumer.events.CRASH, ({ payload: { error } }) => this.#fail(error));
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...readings.keys()], fromBeginning: false });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => this.#take(payload),
      });
      const ended = AbortSignal.any([signal, this.#ended.signal]);
      if (!ended.aborted) await once(ended, "abort");
      if (this.#trouble !== undefined) throw this.#trouble;
    } finally {
      this.#revoke();
      await this.#logging;
      const farewell = consumer.disconnect().catch(() => undefined);
      await Promise.race([farewell, sleep(farewellMilliseconds, undefined, { ref: false })]);
    }
  }

  #fail(cause: unknown): void {
    this.#trouble ??= cause ?? new Error("the consumer ended");
    this.#ended.abort();
  }

  #revoke(): void {
    this.#generation += 1;
    this.#next = new Map();
    for (const reading of this.#options.readings.values()) reading.revoke();
  }

  /** Begins the partitions of a new assignment where the log and the group say. Nothing is fetched before. */
  async #assign(assigned: readonly AssignedTopic[]): Promise<void> {
    this.#revoke();
    this.#joins += 1;
    const generation = this.#generation;
    const consumer = this.#consumer;
    const topics = assigned.map(({ topic, partitions }) => ({
      topic,
      partitions: [...partitions],
    }));
    // In the same turn in which the assignment became known.
    consumer.pause(topics);
    await this.#logging;
    const waiting = {
      readings: [...this.#options.readings.values()],
      // The consumer fetches nothing, and says so itself.
      heartbeat: async () => undefined,
    };
    const positions = await this.#whenLogged(generation, waiting, () =>
      assignPositions(this.#options, assigned),
    );
    if (positions === undefined || generation !== this.#generation) return;
    for (const { topic, partition, next } of positions) {
      this.#next.set(`${topic}/${partition}`, next);
      consumer.seek({ topic, partition, offset: String(next) });
    }
    consumer.resume(topics);
    this.#options.consuming();
  }

  async #take(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, resolveOffset, isRunning, isStale } = payload;
    const { topic, partition } = batch;
    const { cluster, group, engine, journal, readings, signal } = this.#options;
    const reading = readings.get(topic);
    const generation = this.#generation;
    const joins = this.#joins;
    let done: number | undefined;
    const isOurs = () =>
      generation === this.#generation && isRunning() && !isStale() && !signal.aborted;
    const key = `${topic}/${partition}`;
    const from = this.#next.get(key);
    if (reading === undefined || from === undefined) return;
    const messages = batch.messages.filter(({ offset }) => Number(offset) >= from);
    const place = { cluster, group, topic, partition };
    const end = Math.max(from, Number(batch.lastOffset()) + 1);
    try {
      for (const chunk of messageChunks(messages, reading.messagePlan.plan.isPartitioned)) {
        // Who was given the partition meanwhile is told from here: it must not be logged twice.
        await heartbeat();
        if (!isOurs()) return;
        const last = chunk.at(-1)?.offset ?? "";
        // Past the last message there may be marks of transactions, which are none.
        const next = chunk.at(-1) === messages.at(-1) ? end : Number(last) + 1;
        const received = chunk.map((message) => ({ partition, message }));
        const batchOf = { messagePlan: reading.messagePlan, place, messages: received, next };
        const logged = await this.#whenLogged(
          generation,
          { readings: [reading], heartbeat },
          async () => {
            await commitMessages(engine, journal, batchOf);
            return true;
          },
        );
        if (logged === undefined) return;
        done = next;
        // A new assignment begins where the log is, which it has waited for.
        if (generation !== this.#generation) return;
        resolveOffset(last);
        this.#next.set(key, next);
        reading.at(partition, next, Number(batch.highWatermark));
      }
    } finally {
      // For those that take over; the log does not need it. Of an older assignment it could set back what others have committed since.
      if (done !== undefined && joins === this.#joins) {
        await this.#consumer.commitOffsets([{ topic, partition, offset: String(done) }]);
      }
    }
  }

  /** Tries until the log takes it; nothing is fetched meanwhile. Gives nothing once the partition is another's. */
  async #whenLogged<T>(
    generation: number,
    { readings, heartbeat }: Waiting,
    job: () => Promise<T>,
  ): Promise<T | undefined> {
    for (let isFirst = true; ; isFirst = false) {
      try {
        const running = job();
        this.#logging = running.catch(() => undefined);
        const outcome = await running;
        if (!isFirst) for (const reading of readings) reading.set("consuming");
        return outcome;
      } catch (cause) {
        if (!isPassing(cause)) throw cause;
        for (const reading of readings) reading.set("waiting", kafkaTrouble(cause));
      }
      await sleep(retryMilliseconds, undefined, { ref: false });
      if (generation !== this.#generation || this.#options.signal.aborted) return undefined;
      await heartbeat();
    }
  }
}

/** Who is told while the log takes nothing. */
interface Waiting {
  readonly readings: readonly TopicReading[];
  readonly heartbeat: () => Promise<void>;
}

function isPassing(cause: unknown): boolean {
  return cause instanceof LogError || (cause instanceof ClickhouseError && cause.isPassing);
}
