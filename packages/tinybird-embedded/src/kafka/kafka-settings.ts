import type { KafkaConfig, SASLOptions } from "kafkajs";
import type { ConnectionDefinition } from "../datafile/definitions.ts";
import type { Directive } from "../datafile/known-directives.ts";
import { resolveSecrets } from "./resolve-secrets.ts";

/** What a client needs to reach a cluster, or why it cannot; a reason never has a value of a setting. */
export type KafkaSettings =
  | {
      readonly kind: "complete";
      readonly client: Pick<KafkaConfig, "brokers" | "ssl" | "sasl">;
      /** Whether the brokers are on this machine, or were named by a secret that was given. */
      readonly isOurs: boolean;
    }
  | { readonly kind: "unusable"; readonly reason: string };

/** Reads the settings of a connection, secrets looked up. */
export function kafkaSettings(
  { name, settings }: ConnectionDefinition,
  secrets: Readonly<Record<string, string>>,
): KafkaSettings {
  const unusable = (reason: string): KafkaSettings => ({ kind: "unusable", reason });
  const resolved = Object.entries(settings).map(
    ([directive, written]) => [directive, resolveSecrets(written, secrets)] as const,
  );
  const missing = resolved.flatMap(([, setting]) => setting.missing);
  if (missing.length > 0) {
    return unusable(`the secrets of connection "${name}" must be given: ${missing.join(", ")}`);
  }
  const values = new Map(resolved.map(([directive, { value }]) => [directive, value]));
  const get = (directive: Directive): string => values.get(directive)?.trim() ?? "";
  const brokers = get("KAFKA_BOOTSTRAP_SERVERS")
    .split(",")
    .map((broker) => broker.trim())
    .filter((broker) => broker !== "");
  if (brokers.length === 0) {
    return unusable(`connection "${name}" must have KAFKA_BOOTSTRAP_SERVERS`);
  }
  if (!brokers.every((broker) => /^[^\s:/]+:\d{1,5}$|^\[[\da-f:]+\]:\d{1,5}$/i.test(broker))) {
    return unusable(`KAFKA_BOOTSTRAP_SERVERS of connection "${name}" must be host:port, …`);
  }
  const protocol = (
    get("KAFKA_SECURITY_PROTOCOL") || (get("KAFKA_KEY") === "" ? "PLAINTEXT" : "SASL_SSL")
  ).toUpperCase();
  if (!["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"].includes(protocol)) {
    return unusable(
      `KAFKA_SECURITY_PROTOCOL of connection "${name}" must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL`,
    );
  }
  const ca = get("KAFKA_SSL_CA_PEM");
  const encrypted = { ssl: ca === "" ? true : { ca: [ca.replaceAll("\\n", "\n")] } };
  const sasl = protocol.startsWith("SASL_") ? saslOf(get) : undefined;
  if (sasl === null) {
    return unusable(
      `KAFKA_SASL_MECHANISM of connection "${name}" must be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512`,
    );
  }
  const servers = resolved.find(([directive]) => directive === "KAFKA_BOOTSTRAP_SERVERS");
  return {
    kind: "complete",
    client: {
      brokers,
      ...(protocol.endsWith("SSL") ? encrypted : {}),
      ...(sasl === undefined ? {} : { sasl }),
    },
    isOurs: brokers.every(isOnThisMachine) || servers?.[1].isGiven === true,
  };
}

function saslOf(get: (directive: Directive) => string): SASLOptions | null {
  const account = { username: get("KAFKA_KEY"), password: get("KAFKA_SECRET") };
  switch ((get("KAFKA_SASL_MECHANISM") || "PLAIN").toUpperCase()) {
    case "PLAIN":
      return { mechanism: "plain", ...account };
    case "SCRAM-SHA-256":
      return { mechanism: "scram-sha-256", ...account };
    case "SCRAM-SHA-512":
      return { mechanism: "scram-sha-512", ...account };
    default:
      return null;
  }
}

function isOnThisMachine(broker: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\]):\d+$/i.test(broker);
}
