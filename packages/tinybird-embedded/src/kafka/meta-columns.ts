import type { KafkaMessage } from "kafkajs";
import type { DatasourceDefinition } from "../datafile/definitions.ts";
import { type ColumnType, parseColumnType } from "../ingest/column-type.ts";
import type { KafkaSource } from "./kafka-source.ts";

/** A message, and where it was. */
export interface ReceivedMessage {
  readonly partition: number;
  readonly message: KafkaMessage;
}

type Meta = "value" | "headers" | "topic" | "partition" | "offset" | "timestamp" | "key";

const names: readonly Meta[] = [
  ...(["value", "headers", "topic", "partition"] as const),
  ...(["offset", "timestamp", "key"] as const),
];

/** A column that a message fills with what stands around its value, as JSON text. */
export interface MetaColumn {
  readonly name: string;
  read(message: ReceivedMessage, source: KafkaSource): string;
}

/** Finds the columns that the connector fills: `__topic` and, as Tinybird Classic had them, `topic`, without a JSON path. */
export function metaColumns({ columns }: DatasourceDefinition): MetaColumn[] {
  return columns.flatMap(({ name, type, jsonPath, default: expression }) => {
    const meta = names.find((each) => name === `__${each}` || name === each);
    if (meta === undefined || jsonPath !== undefined) return [];
    // `__headers` came after Classic, and a DEFAULT says that the value is not the message's.
    if (name === "headers" || (name === meta && expression !== undefined)) return [];
    const parsed = parseColumnType(type);
    return [{ name, read: (message, source) => read(meta, bare(parsed), message, source) }];
  });
}

function read(
  meta: Meta,
  type: ColumnType,
  { partition, message }: ReceivedMessage,
  { topic, storeValue, storeHeaders }: KafkaSource,
): string {
  switch (meta) {
    case "value":
      return JSON.stringify(storeValue ? textOf(message.value) : "");
    case "key":
      return JSON.stringify(textOf(message.key));
    case "topic":
      return JSON.stringify(topic);
    case "partition":
      return type.name === "String" ? JSON.stringify(String(partition)) : String(partition);
    case "offset":
      return type.name === "String" ? JSON.stringify(message.offset) : message.offset;
    case "timestamp":
      return timestamp(Math.max(0, Number(message.timestamp) || 0), type);
    case "headers": {
      const headers = JSON.stringify(storeHeaders ? headersOf(message) : {});
      return type.name === "Map" || type.name === "JSON" ? headers : JSON.stringify(headers);
    }
  }
}

/** Gives the text of a key, a value or a header; none is `""`. */
export function textOf(bytes: Buffer | string | null | undefined): string {
  return bytes === null || bytes === undefined ? "" : bytes.toString();
}

function headersOf({ headers = {} }: KafkaMessage): Record<string, string> {
  // A header may come more than once; the last one stands, as for the keys of an object.
  const last = Object.entries(headers).map(([name, value]) => [
    name,
    textOf(Array.isArray(value) ? value.at(-1) : value),
  ]);
  return Object.fromEntries(last);
}

function timestamp(milliseconds: number, { name }: ColumnType): string {
  if (/^U?Int/.test(name)) return String(milliseconds);
  const iso = new Date(milliseconds).toISOString();
  if (name === "Date" || name === "Date32") return JSON.stringify(iso.slice(0, 10));
  return JSON.stringify(name === "DateTime" ? `${iso.slice(0, 19)}Z` : iso);
}

function bare(type: ColumnType): ColumnType {
  const [first] = type.arguments;
  return type.name === "Nullable" && first !== undefined ? first : type;
}
