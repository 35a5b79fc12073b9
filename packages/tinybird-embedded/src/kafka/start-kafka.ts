import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { ProjectDefinition } from "../datafile/definitions.ts";
import type { Journal } from "../durability/journal.ts";
import type { Engine } from "../engine/engine.ts";
import { consumeGroup } from "./consume-group.ts";
import { planMessages } from "./encode-message.ts";
import type { KafkaMode } from "./kafka-mode.ts";
import { kafkaSources } from "./kafka-source.ts";
import type { KafkaStatus } from "./kafka-status.ts";
import { TopicReading } from "./topic-reading.ts";

const farewellMilliseconds = 3_500;

/** What a project's topics are read with. */
export interface StartKafkaOptions {
  readonly project: ProjectDefinition;
  readonly secrets: Readonly<Record<string, string>>;
  readonly mode: KafkaMode;
  readonly engine: Engine;
  readonly journal: Journal;
  /** Data sources of which one insert can make parts in several partitions. */
  readonly partitioned: ReadonlySet<string>;
  readonly log: Logger;
}

/** The topics of a project that are read. */
export interface RunningKafka {
  /** How it goes, of each data source with KAFKA_* directives. */
  readonly status: () => readonly KafkaStatus[];
  /** Leaves the groups; resolves when nothing more is logged, after a few seconds at the latest. */
  stop(): Promise<void>;
}

/** Begins to read the topics that feed a project's data sources; brokers and topics need not be there. */
export function startKafka(options: StartKafkaOptions): RunningKafka {
  const { project, secrets, mode, engine, journal, partitioned, log } = options;
  const { groups, refused } = kafkaSources(project, secrets, mode);
  for (const { source, state, reason } of refused) {
    if (state !== "refused") continue;
    log.warn({ datasource: source.datasource.name, error: reason }, "a topic cannot be read");
  }
  const stopping = new AbortController();
  const running = groups.map((group) => {
    const readings = group.sources.map(
      (source) =>
        new TopicReading(planMessages(source, partitioned.has(source.datasource.name)), log),
    );
    const { signal } = stopping;
    return { readings, ended: consumeGroup({ group, readings, engine, journal, log, signal }) };
  });
  const off = refused.map(
    ({ source, state, reason }): KafkaStatus => ({
      ...{ datasource: source.datasource.name, topic: source.topic, group: source.group, state },
      ...{ lag: 0, partitions: [], last_error: reason },
    }),
  );
  return {
    status: () => [
      ...running.flatMap(({ readings }) => readings.map(({ status }) => status)),
      ...off,
    ],
    stop: async () => {
      stopping.abort();
      const all = Promise.all(running.map(({ ended }) => ended));
      // A broker that does not answer must not keep the server.
      await Promise.race([all, sleep(farewellMilliseconds, undefined, { ref: false })]);
    },
  };
}
