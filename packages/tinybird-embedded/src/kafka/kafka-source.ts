import type {
  DatasourceDefinition,
  KafkaDefinition,
  ProjectDefinition,
} from "../datafile/definitions.ts";
import type { KafkaMode } from "./kafka-mode.ts";
import { type KafkaSettings, kafkaSettings } from "./kafka-settings.ts";
import { resolveSecrets } from "./resolve-secrets.ts";

/** A topic that feeds a data source. */
export interface KafkaSource {
  readonly datasource: DatasourceDefinition;
  readonly topic: string;
  readonly group: string;
  readonly reset: "earliest" | "latest";
  readonly storeValue: boolean;
  readonly storeHeaders: boolean;
}

/** The topics that one consumer reads: members of a group must all read the same ones. */
export interface KafkaGroup {
  readonly group: string;
  readonly client: Extract<KafkaSettings, { readonly kind: "complete" }>["client"];
  readonly sources: readonly KafkaSource[];
}

/** A data source whose topic is not consumed, and why; the reason has no value of a setting. */
export interface RefusedSource {
  readonly source: Pick<KafkaSource, "datasource" | "topic" | "group">;
  readonly state: "off" | "refused";
  readonly reason: string;
}

/** What of a project is consumed, and what is not. */
export interface KafkaSources {
  readonly groups: readonly KafkaGroup[];
  readonly refused: readonly RefusedSource[];
}

/** Finds the topics that feed a project's data sources. */
export function kafkaSources(
  { datasources, connections }: ProjectDefinition,
  secrets: Readonly<Record<string, string>>,
  mode: KafkaMode,
): KafkaSources {
  const groups = new Map<string, KafkaGroup>();
  const refused: RefusedSource[] = [];
  for (const written of datasources) {
    if (written.kafka === undefined) continue;
    const { kafka, missing } = withSecrets(written.kafka, secrets);
    const datasource = { ...written, kafka };
    const source = { datasource, topic: kafka.topic, group: kafka.groupId };
    const refuse = (reason: string, state: RefusedSource["state"] = "refused") =>
      void refused.push({ source, state, reason });
    const connection = connections.find(({ name }) => name === kafka.connection);
    if (mode === false) refuse("consuming is switched off", "off");
    else if (missing.length > 0) {
      refuse(`the server must be given the secret ${missing.join(", ")}`, "off");
    } else if (connection?.type !== "kafka") {
      refuse(`the project must have a Kafka connection "${kafka.connection}"`, "off");
    } else {
      const settings = kafkaSettings(connection, secrets);
      const read = readSource(datasource);
      const key = JSON.stringify([connection.name, kafka.groupId]);
      const sources = groups.get(key)?.sources ?? [];
      if (settings.kind === "unusable") refuse(settings.reason, "off");
      else if (mode === "auto" && !settings.isOurs) refuse(notOurs, "off");
      else if (typeof read === "string") refuse(read);
      else if (sources.some(({ topic }) => topic === kafka.topic)) {
        refuse("no other data source may read the same topic in the same group");
      } else {
        const { client } = settings;
        groups.set(key, { group: kafka.groupId, client, sources: [...sources, read] });
      }
    }
  }
  return { groups: [...groups.values()], refused };
}

/** Looks up the secrets that topic, group and the rest may be written as. */
function withSecrets(kafka: KafkaDefinition, secrets: Readonly<Record<string, string>>) {
  const missing: string[] = [];
  const resolve = (text: string) => {
    const resolved = resolveSecrets(text, secrets);
    missing.push(...resolved.missing);
    return resolved.value ?? text;
  };
  const { autoOffsetReset } = kafka;
  return {
    kafka: {
      ...kafka,
      topic: resolve(kafka.topic),
      groupId: resolve(kafka.groupId),
      ...(autoOffsetReset === undefined ? {} : { autoOffsetReset: resolve(autoOffsetReset) }),
    },
    missing,
  };
}

const notOurs =
  "its brokers are on another machine, and not from a secret that the server was given";

/** Gives a source, or what it asks for that is not there. */
function readSource(datasource: DatasourceDefinition): KafkaSource | string {
  const { kafka } = datasource;
  if (kafka === undefined) return "it must have KAFKA_TOPIC";
  for (const [directive, format] of [
    ["KAFKA_KEY_FORMAT", kafka.keyFormat],
    ["KAFKA_VALUE_FORMAT", kafka.valueFormat],
  ]) {
    if (format === undefined || format.toLowerCase() === "json_without_schema") continue;
    return `${directive} must be json_without_schema: current value is ${format}`;
  }
  const reset = (kafka.autoOffsetReset ?? "latest").toLowerCase();
  if (reset !== "earliest" && reset !== "latest") {
    return `KAFKA_AUTO_OFFSET_RESET must be earliest or latest: current value is ${reset}`;
  }
  return {
    datasource,
    topic: kafka.topic,
    group: kafka.groupId,
    reset,
    storeValue: kafka.storeRawValue ?? false,
    storeHeaders: kafka.storeHeaders ?? false,
  };
}
