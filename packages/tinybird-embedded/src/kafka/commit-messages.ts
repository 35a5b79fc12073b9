import { randomUUID } from "node:crypto";
import type { Journal } from "../durability/journal.ts";
import type { Engine } from "../engine/engine.ts";
import type { FittingRow } from "../ingest/fitting-row.ts";
import { forEachInSteps } from "../ingest/for-each-in-steps.ts";
import { type QuarantinedRow, quarantineRows } from "../ingest/quarantine-rows.ts";
import type { TableRows } from "../write-ahead-log/log-record.ts";
import type { Place } from "../write-ahead-log/positions.ts";
import { completeAny } from "./complete-any.ts";
import type { MessagePlan } from "./encode-message.ts";
import type { ReceivedMessage } from "./meta-columns.ts";

/** Messages of one partition, in its order. */
export interface MessageBatch {
  readonly messagePlan: MessagePlan;
  readonly place: Place;
  readonly messages: readonly ReceivedMessage[];
  /** Offset of the message to go on with after them. */
  readonly next: number;
}

/**
 * Writes messages to the write-ahead log as one record with the offset to go on with: both are kept or neither is.
 * Those that do not fit go into the quarantine, so that the topic goes on.
 *
 * @throws {LogError} If they cannot be logged.
 * @throws {ClickhouseError} If it is of the moment that they cannot be read. In both cases nothing of them is kept.
 */
export async function commitMessages(
  engine: Engine,
  journal: Journal,
  { messagePlan: { plan, encode }, place, messages, next }: MessageBatch,
): Promise<void> {
  const fitting: FittingRow[] = [];
  const quarantined: QuarantinedRow[] = [];
  await forEachInSteps(messages, (message) => {
    const encoded = encode(message);
    if (encoded.fits) fitting.push(encoded);
    else quarantined.push(encoded);
  });
  const { lines, unreadable } = await engine.write(`complete ${plan.datasource}`, (writer) =>
    completeAny(writer, plan, fitting),
  );
  for (const [row, misfits] of unreadable) {
    quarantined.push({ misfits, values: fitting[row]?.values ?? [] });
  }
  const parts: TableRows[] = [];
  if (quarantined.length > 0)
    parts.push(await quarantineRows(plan, quarantined, randomUUID(), new Date()));
  const rows = fitting.length - unreadable.size;
  if (rows > 0) parts.push({ table: plan.datasource, rows, lines });
  const first = messages[0]?.message.offset;
  const taken = first === undefined ? {} : { first: Number(first) };
  await journal.commit({ kind: "insert", parts, positions: [{ ...place, ...taken, next }] });
}
