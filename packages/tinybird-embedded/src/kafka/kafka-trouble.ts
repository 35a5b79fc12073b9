import { EmbeddedError } from "../embedded-error.ts";
import { ClickhouseError } from "../engine/clickhouse-error.ts";

const byCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: "no broker answers: the connection is refused",
  ENOTFOUND: "no broker answers: its name is unknown",
  EAI_AGAIN: "no broker answers: its name cannot be looked up",
  ETIMEDOUT: "no broker answers in time",
  ECONNRESET: "a broker ended the connection",
};

const byName: Readonly<Record<string, string>> = {
  KafkaJSSASLAuthenticationError: "the broker refuses key and secret",
  KafkaJSUnsupportedMagicByteInMessageSet: "the messages are in a format that cannot be read",
  KafkaJSNotImplemented: "the messages are compressed otherwise than by gzip or lz4",
  KafkaJSRequestTimeoutError: "no broker answers in time",
  KafkaJSConnectionClosedError: "a broker ended the connection",
  KafkaJSBrokerNotFound: "no broker answers",
  KafkaJSNoBrokerAvailableError: "no broker answers",
  KafkaJSConnectionError: "no broker answers",
};

/**
 * Gives in a few words why a topic cannot be read. Never the error's own message: it may have addresses, and what
 * somebody wrote into a setting.
 */
export function kafkaTrouble(cause: unknown): string {
  for (const error of chain(cause)) {
    // ClickHouse's words may quote a row.
    if (error instanceof ClickhouseError) return "ClickHouse cannot read the messages for now";
    if (error instanceof EmbeddedError) return error.message;
    const code = "code" in error && typeof error.code === "string" ? error.code : "";
    const known = byCode[code] ?? byName[error.name];
    if (known !== undefined) return known;
    const type = "type" in error && typeof error.type === "string" ? error.type : "";
    // The protocol's own names, TOPIC_AUTHORIZATION_FAILED for instance.
    if (/^[A-Z_]{3,60}$/.test(type)) return `the broker answers ${type}`;
  }
  return "it cannot be read";
}

/** The error first, then what it stands for: kafkajs wraps those that it tried again after. */
function* chain(cause: unknown): Generator<Error> {
  let next = cause;
  for (let depth = 0; next instanceof Error && depth < 5; depth += 1) {
    yield next;
    next = "cause" in next ? next.cause : undefined;
  }
}
