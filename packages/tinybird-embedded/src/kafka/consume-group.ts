import { setTimeout as sleep } from "node:timers/promises";
import type { Admin, Kafka, KafkaConfig } from "kafkajs";
import type { Logger } from "pino";
import type { Journal } from "../durability/journal.ts";
import type { Engine } from "../engine/engine.ts";
import { GroupSession } from "./group-session.ts";
import type { KafkaGroup } from "./kafka-source.ts";
import { kafkaTrouble } from "./kafka-trouble.ts";
import type { TopicReading } from "./topic-reading.ts";

const firstPause = 500;
const longestPause = 30_000;
/** How often it is looked whether a topic that was missing is there. */
const lookMilliseconds = 2_000;

/** What the topics of a group are read with. */
export interface ConsumeGroupOptions {
  readonly group: KafkaGroup;
  readonly readings: readonly TopicReading[];
  readonly engine: Engine;
  readonly journal: Journal;
  readonly log: Logger;
  /** Ends it; the group is left then. */
  readonly signal: AbortSignal;
}

/** Reads the topics of a group until the signal. Whatever fails is tried again, in pauses that grow to 30 s. */
export async function consumeGroup(options: ConsumeGroupOptions): Promise<void> {
  const { group, readings, log, signal } = options;
  const kafka = await connectionOf(group.client);
  let failures = 0;
  const consuming = () => {
    failures = 0;
  };
  while (!signal.aborted) {
    try {
      await consumeOnce(options, kafka, consuming);
    } catch (cause) {
      if (signal.aborted) return;
      for (const reading of readings) reading.set("connecting", kafkaTrouble(cause));
      const milliseconds = Math.min(longestPause, firstPause * 2 ** failures);
      failures += 1;
      log.info({ group: group.group, milliseconds }, "a group is joined again after a pause");
      await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

/** Loaded when it is needed: most projects have no topic. */
async function connectionOf(client: Pick<KafkaConfig, "brokers" | "ssl" | "sasl">): Promise<Kafka> {
  // By default: Node finds only some of the names of a CommonJS module.
  const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = (await import("kafkajs"))
    .default;
  const { lz4Codec } = await import("./lz4-codec.ts");
  CompressionCodecs[CompressionTypes.LZ4] = () => lz4Codec;
  return new Kafka({
    clientId: "tinybird-embedded",
    ...client,
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 5_000,
    retry: { retries: 1, initialRetryTime: 300 },
    // Its messages have addresses and settings.
    logLevel: logLevel.NOTHING,
  });
}

/** Reads the topics that are there, until another one is there, too. */
async function consumeOnce(
  { group, readings, engine, journal, log, signal }: ConsumeGroupOptions,
  kafka: Kafka,
  consuming: () => void,
): Promise<void> {
  const admin = kafka.admin();
  const change = new AbortController();
  try {
    await admin.connect();
    const { clusterId } = await admin.describeCluster();
    const topics = new Set(await admin.listTopics());
    const present = readings.filter(({ topic }) => topics.has(topic));
    const missing = readings.filter(({ topic }) => !topics.has(topic));
    for (const reading of missing) reading.set("connecting", "the topic is not there");
    const looking = lookFor(admin, missing, change, signal);
    if (present.length === 0) {
      await looking;
      return;
    }
    const session = new GroupSession({
      ...{ kafka, admin, engine, journal, log },
      cluster: clusterId,
      group: group.group,
      readings: new Map(present.map((reading) => [reading.topic, reading])),
      signal: AbortSignal.any([signal, change.signal]),
      consuming: () => {
        consuming();
        for (const reading of present) reading.set("consuming");
      },
    });
    await session.run();
  } finally {
    change.abort();
    await Promise.race([
      admin.disconnect().catch(() => undefined),
      sleep(1_000, undefined, { ref: false }),
    ]);
  }
}

/** Aborts `change` when one of the missing topics is there; resolves when it has, or `change` was aborted. */
async function lookFor(
  admin: Admin,
  missing: readonly TopicReading[],
  change: AbortController,
  signal: AbortSignal,
): Promise<void> {
  const either = AbortSignal.any([signal, change.signal]);
  while (missing.length > 0 && !either.aborted) {
    await sleep(lookMilliseconds, undefined, { signal: either, ref: false }).catch(() => undefined);
    if (either.aborted) return;
    const topics = await admin.listTopics().catch((): string[] => []);
    if (missing.some(({ topic }) => topics.includes(topic))) change.abort();
  }
}
