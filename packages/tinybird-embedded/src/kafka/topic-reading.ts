import type { Logger } from "pino";
import type { MessagePlan } from "./encode-message.ts";
import type { KafkaStatus } from "./kafka-status.ts";

/** How the reading of one topic goes, told to the log when it changes. */
export class TopicReading {
  readonly messagePlan: MessagePlan;
  readonly #log: Logger;
  readonly #partitions = new Map<number, { next: number; high: number }>();
  #state: KafkaStatus["state"] = "connecting";
  #error: string | null = null;

  constructor(messagePlan: MessagePlan, log: Logger) {
    this.messagePlan = messagePlan;
    this.#log = log;
  }

  get topic(): string {
    return this.messagePlan.source.topic;
  }

  get status(): KafkaStatus {
    const { datasource, topic, group } = this.messagePlan.source;
    const partitions = [...this.#partitions].sort(([one], [other]) => one - other);
    return {
      ...{ datasource: datasource.name, topic, group, state: this.#state },
      lag: partitions.reduce((sum, [, { next, high }]) => sum + Math.max(0, high - next), 0),
      partitions: partitions.map(([partition, { next }]) => ({ partition, last_offset: next - 1 })),
      last_error: this.#error,
    };
  }

  /** Says that it is read, or why not; the log is told once of each. */
  set(state: KafkaStatus["state"], error?: string): void {
    const isNews = state !== this.#state || (error !== undefined && error !== this.#error);
    this.#state = state;
    if (error !== undefined) this.#error = error;
    if (!isNews) return;
    const { datasource, topic, group } = this.status;
    const facts = { datasource, topic, group, state, ...(error === undefined ? {} : { error }) };
    if (error === undefined) this.#log.info(facts, "a topic's reading changed");
    else this.#log.warn(facts, "a topic cannot be read for now");
  }

  /** Offsets of the message to go on with, and of the one after the last that the topic has. */
  at(partition: number, next: number, high: number): void {
    this.#partitions.set(partition, { next, high });
  }

  /** Forgets the partitions: others may read them now. */
  revoke(): void {
    this.#partitions.clear();
  }
}
