import type { KafkaMessage } from "kafkajs";

/** ClickHouse allows one insert 100 partitions, and each row may be in its own. */
const rowsOfPartitioned = 100;
const rowsTogether = 10_000;
const bytesTogether = 8_000_000;

/** Cuts messages into those that are logged together, in their order. */
export function* messageChunks(
  messages: readonly KafkaMessage[],
  isPartitioned: boolean,
): Generator<readonly KafkaMessage[]> {
  const mostRows = isPartitioned ? rowsOfPartitioned : rowsTogether;
  let chunk: KafkaMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = message.value?.length ?? 0;
    if (chunk.length > 0 && (chunk.length >= mostRows || bytes + size > bytesTogether)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(message);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
