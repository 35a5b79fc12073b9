import type { Transport } from "@audit/store";
import type { SASLOptions } from "kafkajs";
import type { KafkaSettings } from "./kafka-settings.ts";

// Brokers take about 1 MB at once for each partition, and all may go to one.
const maxBytes = 700_000;

/** What a transport sends to a topic, and how it ends. */
export interface KafkaTransport extends Transport {
  close(): Promise<void>;
}

/**
 * Connects to brokers, and gives a transport that sends each row as a message: its value is the row as
 * the Events API takes it, its key is what keeps a stream in one partition. An append resolves when all
 * replicas that are in sync have it; what is sent again after a failure may be there twice.
 *
 * @throws {Error} naming the topic and what the brokers said, when they cannot be reached
 */
export async function kafkaTransport(settings: KafkaSettings): Promise<KafkaTransport> {
  const { topic, brokers, ssl, sasl } = settings;
  // Here and not above: no other command needs it.
  const { Kafka, logLevel, Partitioners } = await import("kafkajs");
  const kafka = new Kafka({
    clientId: "audit-generate",
    brokers: [...brokers],
    ssl,
    ...(sasl === undefined ? {} : { sasl: saslOf(sasl) }),
    // It would log on stdout.
    logLevel: logLevel.NOTHING,
    connectionTimeout: 5_000,
    // Who mistypes an address is to know soon.
    retry: { retries: 2, initialRetryTime: 200 },
  });
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { retries: 8, initialRetryTime: 200 },
  });
  const trying = async <Answer>(what: Promise<Answer>): Promise<Answer> => {
    try {
      return await what;
    } catch (error) {
      throw new Error(`Cannot send to the topic "${topic}": ${reasonOf(error, sasl?.password)}`);
    }
  };
  await trying(producer.connect());
  // One after the other, so that a stream stays in order.
  let before = Promise.resolve();
  return {
    ingest(_datasource, rows) {
      const sent = before.then(async () => {
        for (const messages of chunks(rows))
          await trying(producer.send({ topic, messages, acks: -1 }));
        return { successfulRows: rows.length, quarantinedRows: 0 };
      });
      before = sent.then(
        () => {},
        () => {},
      );
      return sent;
    },
    query: () => Promise.reject(new Error("Cannot ask a topic")),
    close: () => producer.disconnect(),
  };
}

/** Gives the same: for each mechanism kafkajs has a type of its own. */
function saslOf({ mechanism, ...account }: NonNullable<KafkaSettings["sasl"]>): SASLOptions {
  if (mechanism === "plain") return { mechanism, ...account };
  return mechanism === "scram-sha-256" ? { mechanism, ...account } : { mechanism, ...account };
}

interface Message {
  readonly key: string | null;
  readonly value: string;
}

function* chunks(rows: readonly Readonly<Record<string, unknown>>[]): Generator<Message[]> {
  let messages: Message[] = [];
  let bytes = 0;
  for (const row of rows) {
    const { workspace_id, id } = row;
    const key = id === undefined ? null : JSON.stringify([workspace_id, id]);
    const value = JSON.stringify(row);
    const size = Buffer.byteLength(value) + (key?.length ?? 0) + 100;
    if (bytes + size > maxBytes && messages.length > 0) {
      yield messages;
      messages = [];
      bytes = 0;
    }
    messages.push({ key, value });
    bytes += size;
  }
  if (messages.length > 0) yield messages;
}

function reasonOf(error: unknown, password: string | undefined): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  // kafkajs wraps what happened into what it did about it.
  const words = cause instanceof Error ? cause.message : error.message;
  return password === undefined || password === "" ? words : words.replaceAll(password, "…");
}
