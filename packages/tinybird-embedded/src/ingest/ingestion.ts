import { randomUUID } from "node:crypto";
import type { Applied } from "../durability/apply-record.ts";
import type { Journal } from "../durability/journal.ts";
import { ConcurrencyLimit } from "../engine/concurrency-limit.ts";
import type { Engine } from "../engine/engine.ts";
import { RequestError } from "../request-error.ts";
import type { Replaced } from "../write-ahead-log/log-record.ts";
import { commitComplete } from "./commit-complete.ts";
import { commitRequests, type IngestRequest } from "./commit-requests.ts";
import type { ReadRows } from "./csv-rows.ts";
import { type EncodedRow, encodeRow, encodeValues, type Values } from "./encode-row.ts";
import type { FittingRow } from "./fitting-row.ts";
import { forEachInSteps } from "./for-each-in-steps.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import { linesAsSent } from "./lines-as-sent.ts";
import { type QuarantinedRow, quarantineLine } from "./quarantine-rows.ts";
import { RowAsSent } from "./row-as-sent.ts";
import { splitRows } from "./split-rows.ts";

/** How many rows go into the data source and how many into its quarantine. */
export interface IngestResult {
  readonly successful_rows: number;
  readonly quarantined_rows: number;
}

/** Rows that are in the log. */
export interface Ingested {
  readonly result: IngestResult;
  /** Resolves when they are in the store, or with `undefined` when the store cannot take them for now. */
  readonly applied: Promise<Applied | undefined>;
  /** What the rows of this request in the quarantine have as `c__import_id`. */
  readonly importId: string;
}

/** The rows of a request: the text of a body, rows that are each one JSON object, or their values. */
export type IngestBody = string | readonly string[] | ReadRows;

export interface IngestionOptions {
  /** The rows of one request fall into at most so many partitions. */
  readonly partitions: number;
  /** Bytes of requests that wait to be logged; past it, new ones are refused. */
  readonly waitingBytes: number;
}

/** What ClickHouse allows one insert. */
const partitionsOfAnInsert = 100;
const rowsTogether = 20_000;
const bytesTogether = 8_000_000;

/** Takes rows into data sources: requests that come while others are being logged go into the log together. */
export class Ingestion {
  readonly #engine: Engine;
  readonly #journal: Journal;
  readonly #options: IngestionOptions;
  readonly #waiting = new Map<string, IngestRequest[]>();
  /** Of each data source, the last request to be encoded; it may still be under way. */
  readonly #encoding = new Map<string, Promise<void>>();
  // Not one per data source: each takes a thread of the pool that the log's own writes need.
  readonly #turns = new ConcurrencyLimit(4);
  #waitingBytes = 0;

  constructor(engine: Engine, journal: Journal, options: IngestionOptions) {
    this.#engine = engine;
    this.#journal = journal;
    this.#options = options;
  }

  /**
   * Takes the rows of one request; resolves when they are in the log, from where on they are kept. Those of one data
   * source get there in the order of the calls.
   *
   * @param replaced What is there and gives way to them, in one step. Default: nothing.
   * @throws {RequestError} 503 if too much is waiting already, 400 for a body without rows, or past the limit of lines
   *   or partitions.
   * @throws {LogError} If they cannot be logged.
   * @throws {ClickhouseError} If it is not the values that keep them out. In each case nothing of them is kept.
   */
  async append(plan: IngestPlan, body: IngestBody, replaced?: Replaced): Promise<Ingested> {
    const bytes = bytesOf(body);
    if (this.#waitingBytes > 0 && this.#waitingBytes + bytes > this.#options.waitingBytes) {
      throw new RequestError(503, "Cannot take the rows as less must be waiting to be written");
    }
    this.#waitingBytes += bytes;
    try {
      return await new Promise<Ingested>((resolve, reject) => {
        const before = this.#encoding.get(plan.datasource) ?? Promise.resolve();
        // A short one that comes while a long one is encoded must not overtake it.
        const encoding = before.then(async () => {
          const encoded = await encodeBody(plan, body);
          const request = { ...encoded, bytes, importId: randomUUID(), resolve, reject };
          this.#enqueue(plan, replaced === undefined ? request : { ...request, replaced });
        });
        this.#encoding.set(plan.datasource, encoding.catch(reject));
      });
    } finally {
      this.#waitingBytes -= bytes;
    }
  }

  /**
   * Takes rows that are complete already, NDJSON with every column, as `append` does.
   *
   * @throws {RequestError} 400 past the limit of partitions.
   * @throws {LogError} If they cannot be logged.
   */
  appendComplete(plan: IngestPlan, lines: Buffer, replaced?: Replaced): Promise<Ingested> {
    const { partitions } = this.#options;
    return commitComplete(this.#engine, this.#journal, plan, lines, partitions, replaced);
  }

  #enqueue(plan: IngestPlan, request: IngestRequest): void {
    const queue = this.#waiting.get(plan.datasource);
    if (queue !== undefined) {
      queue.push(request);
      return;
    }
    const first = [request];
    this.#waiting.set(plan.datasource, first);
    void this.#turns.run(() => this.#commitAll(plan, first));
  }

  async #commitAll(plan: IngestPlan, queue: IngestRequest[]): Promise<void> {
    while (queue.length > 0) {
      const together = queue.splice(0, goTogether(plan, queue));
      await commitRequests(this.#engine, this.#journal, plan, together, this.#options.partitions);
    }
    this.#waiting.delete(plan.datasource);
  }
}

async function encodeBody(
  plan: IngestPlan,
  body: IngestBody,
): Promise<Pick<IngestRequest, "fitting" | "quarantined">> {
  const asSent =
    typeof body === "string" && plan.scan !== undefined
      ? await linesAsSent(body, plan.scan)
      : undefined;
  if (asSent !== undefined) {
    return {
      fitting: asSent.map(({ line, left }) => new RowAsSent(line, left, plan)),
      quarantined: [],
    };
  }
  const fitting: FittingRow[] = [];
  const quarantined: QuarantinedRow[] = [];
  const take = (encoded: EncodedRow): void => {
    if (encoded.fits) fitting.push(encoded);
    else quarantined.push(encoded);
  };
  if (typeof body !== "string" && "quarantined" in body) {
    for (const row of body.quarantined) quarantined.push(row);
    await forEachInSteps(body.rows, (values) => take(encodeValues(values, plan)));
    return { fitting, quarantined };
  }
  const { rows, broken } =
    typeof body === "string" ? await splitRows(body) : { rows: body, broken: [] };
  await forEachInSteps(broken, (line) => void quarantined.push(quarantineLine(line)));
  await forEachInSteps(rows, (row) => take(encodeRow(row, plan)));
  return { fitting, quarantined };
}

function bytesOf(body: IngestBody): number {
  if (typeof body === "string") return body.length;
  if (!("quarantined" in body)) return body.reduce((sum, row) => sum + row.length, 0);
  const sizeOf = (values: Values) => values.reduce((sum, value) => sum + (value?.length ?? 0), 0);
  const broken = body.quarantined.reduce((sum, { values }) => sum + sizeOf(values), 0);
  return body.rows.reduce((sum, values) => sum + sizeOf(values), broken);
}

/** How many of the requests that wait can be one record: at least the first. */
function goTogether({ isPartitioned }: IngestPlan, queue: readonly IngestRequest[]): number {
  const mostRows = isPartitioned ? partitionsOfAnInsert : rowsTogether;
  let rows = 0;
  let bytes = 0;
  let count = 0;
  for (const request of queue) {
    rows += request.fitting.length;
    bytes += request.bytes;
    const isAlone = request.replaced !== undefined;
    if (count > 0 && (isAlone || rows > mostRows || bytes > bytesTogether)) break;
    count += 1;
    if (isAlone) break;
  }
  return count;
}
