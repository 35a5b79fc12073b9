import { isPlainObject } from "@audit/events";
import { UnexpectedAnswerError } from "../call-error.ts";
import { decodeRows } from "../decode-rows.ts";
import type { QueryParameters, Transport } from "../transport.ts";
import type { TailQuery } from "./tail-query.ts";
import type { TailSource } from "./tail-source.ts";

/** Names of the pipes that a tail reads. */
export const tailPipes = {
  page: "endpoint_audit_log_tail",
  before: "endpoint_audit_log_tail_before",
  count: "endpoint_audit_log_tail_count",
} as const;

/** Gives the source of a store on Tinybird. */
export function tinybirdTailSource(
  transport: Transport,
  { workspaceId, names, signal }: TailQuery,
): TailSource {
  const query = (pipe: string, parameters: QueryParameters) =>
    transport.query(pipe, { workspace_id: workspaceId, ...parameters }, { signal });
  const actions = names && { actions: JSON.stringify([...names]) };
  return {
    async page({ from, to, after, size }) {
      const rows = await query(tailPipes.page, {
        ...actions,
        from_recorded_at: from,
        ...(to !== undefined && { to_recorded_at: to }),
        ...(after && {
          after_recorded_at: after.recordedAt,
          after_id: after.id,
          after_timestamp: after.timestamp,
          after_uid: after.uid,
        }),
        page_size: size,
      });
      const askedAt = rows.map((row) => takeAskedAt(row));
      const deliveries = decodeRows(
        tailPipes.page,
        askedAt.map(({ row }) => row),
      );
      return { deliveries, askedAt: askedAt[0]?.askedAt ?? 0 };
    },
    async before(moment, from, to) {
      const range = { recorded_before: moment, from_recorded_at: from, to_recorded_at: to };
      return decodeRows(tailPipes.before, await query(tailPipes.before, range));
    },
    async count(from, end, width) {
      const [row] = await query(tailPipes.count, {
        ...actions,
        from_recorded_at: from,
        end_recorded_at: end,
        width,
      });
      if (!isPlainObject(row) || !Array.isArray(row.stretches) || !Array.isArray(row.deliveries))
        throw unexpected(tailPipes.count, "have two lists");
      const counts = row.deliveries.map(Number);
      return {
        now: Number(row.asked_at),
        deliveries: new Map(row.stretches.map((stretch, index) => [+stretch, counts[index] ?? 0])),
      };
    },
  };
}

/** The store's time is no column of the event's row, which is kept as it is stored. */
function takeAskedAt(answered: unknown): { askedAt: number; row: unknown } {
  if (!isPlainObject(answered) || !Number.isSafeInteger(Number(answered.asked_at)))
    throw unexpected(tailPipes.page, 'have the column "asked_at"');
  const { asked_at: askedAt, ...row } = answered;
  return { askedAt: Number(askedAt), row };
}

function unexpected(pipe: string, must: string): UnexpectedAnswerError {
  return new UnexpectedAnswerError(`read from "${pipe}"`, must);
}
