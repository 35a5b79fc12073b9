import { UsageError } from "../usage-error.ts";
import type { KafkaFlags } from "./kafka-settings.ts";

/** Flags that say where events go. */
export interface TargetFlags extends KafkaFlags {
  readonly url?: string;
  readonly token?: string;
  readonly stdout?: true;
  readonly datasource?: string;
}

/** Where events go. */
export type TargetKind = "events_api" | "kafka" | "stdout";

/** Flags of a topic, as commander names them. */
export const kafkaFlagNames = [
  "bootstrapServers",
  "topic",
  "username",
  "password",
  "securityProtocol",
  "saslMechanism",
] as const satisfies readonly (keyof KafkaFlags)[];

/**
 * Tells where events go: where flags say, else the one place that the environment or `.env` names.
 *
 * @throws {UsageError} where none or both are named
 */
export function chooseTarget(
  flags: TargetFlags,
  setting: (name: string) => string | undefined,
): TargetKind {
  if (flags.stdout) return "stdout";
  if (kafkaFlagNames.some((name) => flags[name] !== undefined)) return "kafka";
  if ([flags.url, flags.token, flags.datasource].some((flag) => flag !== undefined))
    return "events_api";
  const isTinybird = setting("AUDIT_URL") !== undefined;
  const isKafka = setting("AUDIT_KAFKA_BOOTSTRAP_SERVERS") !== undefined;
  if (isTinybird && isKafka)
    throw new UsageError(
      "Cannot tell where to send as both AUDIT_URL and AUDIT_KAFKA_BOOTSTRAP_SERVERS are set",
      "Give --url for the Events API, or --topic for Kafka",
    );
  if (isTinybird) return "events_api";
  if (isKafka) return "kafka";
  throw new UsageError(
    "Cannot generate events without a place to send them to",
    'Set AUDIT_URL and AUDIT_TOKEN, also in .env ("audit dev" starts a server here and prints both), or give --bootstrap-servers for Kafka, or --stdout; --sample shows one event',
  );
}
