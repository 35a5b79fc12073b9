import { isPlainObject } from "@audit/events";
import { batches } from "../append/batches.ts";
import { UnexpectedAnswerError } from "../call-error.ts";
import { dataProject } from "../data-project.ts";
import type { Row } from "../row.ts";
import type { Transport } from "../transport.ts";

// Halving finds a dozen bad rows before the first good one within these; more would flood a Tinybird
// that takes none.
const hopelessAfter = 50;

/** Where rows go, and what is done with those that Tinybird does not take. */
export interface SendOptions {
  readonly transport: Transport;
  readonly datasource: string;
  /** Keeps rows that are refused for good. `first` is the place of the first of them in the list. */
  readonly setAside: (code: string, rows: readonly Row[], first: number) => Promise<void>;
}

/**
 * Sends rows in their order, and gives how many Tinybird has acknowledged.
 *
 * What it refuses is sent again in halves, so that one row does not take the others with it; where
 * that finds none that it takes, all of them are set aside as they are, or left where they are if the
 * refusal has no status.
 *
 * @throws whatever the transport throws, unless it refuses the rows: then nothing is known of them
 */
export async function sendRows(rows: readonly Row[], options: SendOptions): Promise<number> {
  let sent = 0;
  let first = 0;
  for (const { rows: batch } of batches(rows)) {
    sent += await sendBatch(batch, first, options);
    first += batch.length;
  }
  return sent;
}

async function sendBatch(batch: readonly Row[], place: number, options: SendOptions) {
  let sent = 0;
  let isAnyAccepted = false;
  let refusals = 0;
  const doubtful: { readonly rows: readonly Row[]; readonly first: number }[] = [];
  const waiting = [{ rows: batch, first: place }];
  let last: Refusal | undefined;
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const { rows, first } = part;
    const isHopeless = !isAnyAccepted && refusals >= hopelessAfter;
    const result = isHopeless && last ? last : await sendPart(rows, first, options);
    if (typeof result === "number") {
      isAnyAccepted = true;
      sent += result;
      continue;
    }
    last = result;
    refusals += 1;
    if (rows.length === 1 || isHopeless) {
      if (result.isForGood) await options.setAside("refused", rows, first);
      else doubtful.push({ rows, first });
    } else {
      const half = Math.ceil(rows.length / 2);
      waiting.push({ rows: rows.slice(half), first: first + half });
      waiting.push({ rows: rows.slice(0, half), first });
    }
  }
  // Where it may be the data source that Tinybird does not know, only others that it takes show that
  // it is the rows.
  if (doubtful.length > 0 && !isAnyAccepted) throw last?.cause;
  for (const { rows, first } of doubtful) await options.setAside("refused", rows, first);
  return sent;
}

interface Refusal {
  readonly cause: unknown;
  /** Whether the same rows would be refused again. */
  readonly isForGood: boolean;
}

/** Gives how many rows were accepted, or why all of them were refused. */
async function sendPart(
  rows: readonly Row[],
  first: number,
  options: SendOptions,
): Promise<number | Refusal> {
  const { transport, datasource, setAside } = options;
  const answer = await transport.ingest(datasource, rows).catch(refusal);
  if ("cause" in answer) return answer;
  const { successfulRows, quarantinedRows } = answer;
  if (successfulRows + quarantinedRows !== rows.length)
    throw new UnexpectedAnswerError(
      `drain to "${datasource}"`,
      `count ${rows.length} rows: it counts ${successfulRows + quarantinedRows}`,
    );
  if (quarantinedRows > 0) {
    const uids = await quarantinedUids(transport, rows);
    const found = rows.filter(({ uid }) => uids.has(uid));
    // Those that were accepted may be set aside with the others: their uids make them one event.
    await setAside("quarantined", found.length === quarantinedRows ? found : rows, first);
  }
  return successfulRows;
}

async function quarantinedUids(transport: Transport, rows: readonly Row[]): Promise<Set<unknown>> {
  try {
    const uids = JSON.stringify(rows.map(({ uid }) => uid));
    const found = await transport.query(dataProject.quarantine, { uids });
    return new Set(found.map((row) => (isPlainObject(row) ? row.quarantined_uid : undefined)));
  } catch {
    // Which ones they are could not be had: all of them are set aside.
    return new Set();
  }
}

/**
 * Gives a refusal, and throws what is none. A token or a data source that Tinybird does not know is not
 * the rows' fault: they wait until it is put right. Without a status, as zod-bird has none, it may be
 * that.
 */
function refusal(cause: unknown): Refusal {
  if (!(cause instanceof Error && "code" in cause && cause.code === "refused")) throw cause;
  const status = "status" in cause ? cause.status : undefined;
  if (status === undefined) return { cause, isForGood: false };
  if ([400, 413, 422].includes(Number(status))) return { cause, isForGood: true };
  throw cause;
}
