import type { Journal } from "../durability/journal.ts";
import type { Engine, Writer } from "../engine/engine.ts";
import { RequestError } from "../request-error.ts";
import type { Change, Replaced, TableRows } from "../write-ahead-log/log-record.ts";
import { completeRows } from "./complete-rows.ts";
import { countLines } from "./count-lines.ts";
import { countPartitions } from "./count-partitions.ts";
import type { FittingRow } from "./fitting-row.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import type { Ingested } from "./ingestion.ts";
import { type QuarantinedRow, quarantineRows } from "./quarantine-rows.ts";
import { rowsWhere } from "./rows-where.ts";

/** The rows of one request, and where to tell what became of them. */
export interface IngestRequest {
  readonly fitting: readonly FittingRow[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly bytes: number;
  /** What its rows replace; they are added without. */
  readonly replaced?: Replaced;
  readonly importId: string;
  readonly resolve: (ingested: Ingested) => void;
  readonly reject: (cause: unknown) => void;
}

/** Complete rows, and how many they are. */
interface Rows {
  readonly rows: number;
  readonly lines: Buffer;
}

/** A request whose rows are complete. */
interface Completed extends Rows {
  readonly request: IngestRequest;
  readonly quarantined: readonly QuarantinedRow[];
}

/** Writes the rows of requests to the write-ahead log as one record. Never rejects: each request is told for itself. */
export async function commitRequests(
  engine: Engine,
  journal: Journal,
  plan: IngestPlan,
  requests: readonly IngestRequest[],
  partitions: number,
): Promise<void> {
  const alone = (request: IngestRequest) =>
    commitRequests(engine, journal, plan, [request], partitions);
  try {
    const completed = await engine.write(`complete ${plan.datasource}`, (writer) =>
      completeRequests(writer, plan, requests, partitions),
    );
    if (completed.length > 0) await commitCompleted(journal, plan, completed);
  } catch (cause) {
    if (requests.length === 1) requests[0]?.reject(cause);
    // The rows of one of them must not keep those of the others out.
    else for (const request of requests) await alone(request);
  }
}

async function completeRequests(
  writer: Writer,
  plan: IngestPlan,
  requests: readonly IngestRequest[],
  partitions: number,
): Promise<Completed[]> {
  const all = requests.flatMap(({ fitting }) => fitting);
  const { lines, unreadable, partitions: together } = await completeRows(writer, plan, all);
  const isFew = together !== undefined && together <= partitions;
  const completed: Completed[] = [];
  let place = 0;
  let from = 0;
  for (const request of requests) {
    const quarantined = [...request.quarantined];
    let rows = 0;
    for (const row of request.fitting) {
      const misfits = unreadable.get(place);
      if (misfits === undefined) rows += 1;
      // Not before: a row as it was sent reads its values when it is asked for them.
      else quarantined.push({ misfits, values: row.values });
      place += 1;
    }
    const isLast = request === requests.at(-1);
    const end = isLast ? lines.length : endOfLines(lines, from, rows);
    const own = { rows, lines: lines.subarray(from, end) };
    from = end;
    const kept = await keptRows(writer, plan, request, own);
    const isMany = kept.rows > partitions && !isFew;
    const found = isMany ? await countPartitions(writer, plan, kept.lines) : 0;
    if (found <= partitions) completed.push({ request, ...kept, quarantined });
    else request.reject(tooManyPartitions(plan, partitions, found));
  }
  return completed;
}

/** Gives the place behind so many lines. */
function endOfLines(lines: Buffer, from: number, count: number): number {
  let end = from;
  for (let line = 0; line < count; line += 1) end = lines.indexOf("\n", end) + 1;
  return end;
}

/** What replaces the rows of a condition is to fulfil it, too. */
async function keptRows(
  writer: Writer,
  plan: IngestPlan,
  { replaced }: IngestRequest,
  rows: Rows,
): Promise<Rows> {
  if (replaced?.condition === undefined) return rows;
  const lines = await rowsWhere(writer, plan, rows.lines, replaced.condition);
  return { rows: countLines(lines), lines };
}

async function commitCompleted(
  journal: Journal,
  plan: IngestPlan,
  completed: readonly Completed[],
): Promise<void> {
  const now = new Date();
  const misfits: TableRows[] = [];
  for (const { quarantined, request } of completed) {
    if (quarantined.length === 0) continue;
    misfits.push(await quarantineRows(plan, quarantined, request.importId, now));
  }
  const rows = completed.reduce((sum, each) => sum + each.rows, 0);
  const lines = Buffer.concat(completed.map((each) => each.lines));
  const parts: TableRows[] = [...together(misfits)];
  if (rows > 0) parts.push({ table: plan.datasource, rows, lines });
  // One that replaces goes by itself.
  const replaced = completed[0]?.request.replaced;
  const change: Change =
    replaced === undefined ? { kind: "insert", parts } : { kind: "replace", ...replaced, parts };
  const isNothing = replaced === undefined && parts.length === 0;
  const { applied } = isNothing ? { applied: Promise.resolve({}) } : await journal.commit(change);
  for (const each of completed) {
    const result = { successful_rows: each.rows, quarantined_rows: each.quarantined.length };
    each.request.resolve({ result, applied, importId: each.request.importId });
  }
}

/** The rows of all requests for one quarantine, as one. */
function together(parts: readonly TableRows[]): TableRows[] {
  const [first] = parts;
  if (first === undefined) return [];
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const lines = Buffer.concat(parts.map((part) => part.lines));
  return [{ table: first.table, rows, lines }];
}

/** Refuses rows that one insert cannot take. */
export function tooManyPartitions(
  { datasource }: IngestPlan,
  limit: number,
  found: number,
): RequestError {
  return new RequestError(
    400,
    `Cannot append to "${datasource}" as the rows of one request must fall into at most ${limit} partitions: current value is ${found}`,
  );
}
