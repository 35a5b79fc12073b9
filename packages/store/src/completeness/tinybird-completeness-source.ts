import { isPlainObject } from "@audit/events";
import { UnexpectedAnswerError } from "../call-error.ts";
import { tailPipes } from "../tail/tinybird-tail-source.ts";
import type { QueryParameters, Transport } from "../transport.ts";
import type { WriterCompleteness } from "./completeness.ts";
import type { CompletenessSource } from "./completeness-of.ts";

/** Name of the pipe that counts. */
export const completenessPipe = "endpoint_audit_log_completeness";

/** Gives the source of a store on Tinybird, where ClickHouse counts. */
export function tinybirdCompletenessSource(
  transport: Transport,
  signal: AbortSignal | undefined,
): CompletenessSource {
  const query = async (pipe: string, parameters: QueryParameters) => {
    const [row] = await transport.query(pipe, parameters, { signal });
    if (!isPlainObject(row)) throw unexpected(pipe, "a row");
    return (column: string) => row[column];
  };
  return {
    async now() {
      const nothing = { workspace_id: "", from_recorded_at: 0, end_recorded_at: 0, width: 1 };
      const column = await query(tailPipes.count, nothing);
      return numberOf(column("asked_at"));
    },
    async count({ from, to, limit }, lookOutside) {
      const column = await query(completenessPipe, {
        from_recorded_at: from,
        to_recorded_at: to,
        writers_limit: limit,
        ...(lookOutside && { look_outside: "yes" }),
      });
      const totals = listOf(column("totals"));
      return {
        askedAt: numberOf(column("asked_at")),
        totals: {
          writers: numberOf(column("writers_count")),
          expected: numberOf(totals[0]),
          present: numberOf(totals[1]),
          outside: numberOf(totals[2]),
          quarantined: numberOf(totals[3]),
          missing: numberOf(totals[4]),
          copies: numberOf(totals[5]),
          reused: numberOf(totals[6]),
        },
        writers: listOf(column("writers")).map(writerOf),
        unnumbered: numberOf(column("unnumbered")),
        quarantinedRows: numberOf(column("quarantined_rows")),
        newestAt: numberOf(column("newest_recorded_at")),
      };
    },
  };
}

/** The order is that of the tuple in the pipe. */
function writerOf(tuple: unknown): WriterCompleteness {
  const items = listOf(tuple);
  const first = numberOf(items[1]);
  const last = numberOf(items[2]);
  const newestAt = numberOf(items[9]);
  return {
    writer: String(items[0]),
    first,
    last,
    expected: last - first + 1,
    present: numberOf(items[3]),
    outside: numberOf(items[4]),
    quarantined: numberOf(items[5]),
    missing: numberOf(items[6]),
    copies: numberOf(items[7]),
    reused: numberOf(items[8]),
    ...(newestAt !== 0 && { newestAt }),
    gapCount: numberOf(items[10]),
    gaps: listOf(items[11]).map((gap) => {
      const [start, end] = listOf(gap);
      return { first: numberOf(start), last: numberOf(end) };
    }),
  };
}

/** A number, or the text of one: Tinybird can be told to quote 64-bit integers. */
function numberOf(value: unknown): number {
  const isOne = typeof value === "number" || (typeof value === "string" && value !== "");
  if (!isOne || !Number.isFinite(Number(value))) throw unexpected(completenessPipe, "numbers");
  return Number(value);
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unexpected(completenessPipe, "lists");
  return value;
}

function unexpected(pipe: string, what: string): UnexpectedAnswerError {
  return new UnexpectedAnswerError(`read from "${pipe}"`, `have ${what}, as it was deployed with`);
}
