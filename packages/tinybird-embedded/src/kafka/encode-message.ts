import { type EncodedRow, encodeRow } from "../ingest/encode-row.ts";
import { type IngestPlan, planIngest } from "../ingest/ingest-plan.ts";
import type { KafkaSource } from "./kafka-source.ts";
import { metaColumns, type ReceivedMessage, textOf } from "./meta-columns.ts";

/** A topic's source, prepared for taking messages. */
export interface MessagePlan {
  readonly source: KafkaSource;
  /** Of the data source; its columns are those with a JSON path and those that the connector fills. */
  readonly plan: IngestPlan;
  encode(message: ReceivedMessage): EncodedRow;
}

/**
 * Prepares a source for taking messages. A value that is no JSON object does not fit, unless no column has a JSON path.
 * A message without a value, a tombstone, is taken for `{}`.
 */
export function planMessages(source: KafkaSource, isPartitioned: boolean): MessagePlan {
  const { datasource } = source;
  const metas = new Map(metaColumns(datasource).map((meta) => [meta.name, meta]));
  const hasPaths = datasource.columns.some(({ jsonPath }) => jsonPath !== undefined);
  // For the plan alone: what the path would find is overwritten below.
  const columns = datasource.columns.map((column) =>
    metas.has(column.name) ? { ...column, jsonPath: "$" } : column,
  );
  const plan = planIngest({ ...datasource, columns }, isPartitioned);
  const encode = (message: ReceivedMessage): EncodedRow => {
    const { value } = message.message;
    const text = value === null || !hasPaths ? "{}" : textOf(value);
    const object = readObject(text);
    const found = object === undefined ? [] : plan.readValues(object);
    const values = plan.columns.map(({ name }, index) => {
      const meta = metas.get(name);
      return meta === undefined ? found[index] : meta.read(message, source);
    });
    if (object !== undefined) return encodeRow("", { ...plan, readValues: () => values });
    // No column could be read, so the error is the one place left for what was sent.
    const error = `the value of the message is not a JSON object: ${text}`;
    return { fits: false, misfits: [{ column: "", error }], values };
  };
  return { source, plan, encode };
}

/** Gives the text of a JSON object on one line, without space around it; nothing for any other text. */
function readObject(text: string): string | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return undefined;
  try {
    JSON.parse(trimmed);
    // JSON has line breaks between its tokens only; in a string they are written as \n.
    return trimmed.replaceAll(/[\r\n]/g, " ");
  } catch {
    return undefined;
  }
}
