import { UsageError } from "../usage-error.ts";

/** Flags that say where a topic is and how to come in. */
export interface KafkaFlags {
  readonly bootstrapServers?: string;
  readonly topic?: string;
  readonly username?: string;
  readonly password?: string;
  readonly securityProtocol?: string;
  readonly saslMechanism?: string;
}

/** Where a topic is and how to come in. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly ssl: boolean;
  readonly sasl:
    | {
        readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
        readonly username: string;
        readonly password: string;
      }
    | undefined;
}

/** What `--security-protocol` may be. */
export const securityProtocols = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"];

/** What `--sasl-mechanism` may be. */
export const saslMechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

/**
 * Gives the settings that flags make, else the variables that the data project's connection has as its
 * secrets.
 *
 * With a user name the way is encrypted, unless all brokers are on this machine or the flag
 * `--security-protocol` says otherwise.
 *
 * @param setting gives the value of a variable, unless a flag has one
 * @throws {UsageError} naming the flag; the password is in no message
 */
export function kafkaSettings(
  flags: KafkaFlags,
  setting: (name: string, flag?: string) => string | undefined,
): KafkaSettings {
  const servers = setting("AUDIT_KAFKA_BOOTSTRAP_SERVERS", flags.bootstrapServers);
  if (servers === undefined)
    throw new UsageError(
      "Cannot send to Kafka without its brokers",
      "Give --bootstrap-servers host:port, or set AUDIT_KAFKA_BOOTSTRAP_SERVERS, also in .env",
    );
  const topic = setting("AUDIT_KAFKA_TOPIC", flags.topic) ?? "audit_log";
  if (!/^[\w.-]{1,249}$/.test(topic))
    throw new UsageError(
      "Cannot take --topic: it must be up to 249 letters, digits, dots, hyphens and underscores",
    );
  const brokers = readBrokers(servers);
  const username = setting("AUDIT_KAFKA_KEY", flags.username);
  const password = setting("AUDIT_KAFKA_SECRET", flags.password);
  if ((username === undefined) !== (password === undefined))
    throw new UsageError(
      `Cannot come into Kafka without a ${username === undefined ? "user name" : "password"}`,
      "Give --username, or set AUDIT_KAFKA_KEY; the password is better in AUDIT_KAFKA_SECRET, also in .env: others see arguments",
    );
  const isHere = brokers.every(isOnThisMachine);
  const usual = username === undefined ? "PLAINTEXT" : isHere ? "SASL_PLAINTEXT" : "SASL_SSL";
  const protocol = oneOf(
    "--security-protocol",
    securityProtocols,
    setting("AUDIT_KAFKA_SECURITY_PROTOCOL", flags.securityProtocol) ?? usual,
  );
  if (protocol.startsWith("SASL_") !== (username !== undefined))
    throw new UsageError(
      username === undefined
        ? `Cannot take --security-protocol ${protocol} without --username`
        : `Cannot take --username with --security-protocol ${protocol}: it would not be used`,
      username === undefined ? undefined : "Give --security-protocol SASL_SSL",
    );
  if (protocol === "SASL_PLAINTEXT" && !isHere && flags.securityProtocol === undefined)
    throw new UsageError(
      "Cannot send a password unencrypted to brokers on other machines",
      "Give --security-protocol SASL_SSL; SASL_PLAINTEXT as a flag does it all the same",
    );
  const mechanism = oneOf(
    "--sasl-mechanism",
    saslMechanisms,
    setting("AUDIT_KAFKA_SASL_MECHANISM", flags.saslMechanism) ?? "PLAIN",
  );
  return {
    brokers,
    topic,
    ssl: protocol.endsWith("SSL"),
    sasl:
      username === undefined || password === undefined
        ? undefined
        : { mechanism: mechanisms[mechanism] ?? "plain", username, password },
  };
}

const mechanisms: Readonly<Record<string, "plain" | "scram-sha-256" | "scram-sha-512">> = {
  PLAIN: "plain",
  "SCRAM-SHA-256": "scram-sha-256",
  "SCRAM-SHA-512": "scram-sha-512",
};

function readBrokers(text: string): string[] {
  const brokers = text.split(",").map((broker) => broker.trim());
  for (const broker of brokers) {
    const port = /^(?:[^\s:/@[\]]+|\[[\da-f:]+\]):(\d{1,5})$/i.exec(broker)?.[1];
    if (port === undefined || Number(port) < 1 || Number(port) > 65_535)
      throw new UsageError("Cannot take --bootstrap-servers: it must be host:port,host:port");
  }
  return brokers;
}

function oneOf(flag: string, choices: readonly string[], given: string): string {
  const upper = given.toUpperCase();
  if (choices.includes(upper)) return upper;
  throw new UsageError(`Cannot take ${flag}: it must be one of ${choices.join(", ")}`);
}

function isOnThisMachine(broker: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\]):\d+$/i.test(broker);
}
