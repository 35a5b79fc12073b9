import type { Applied } from "../durability/apply-record.ts";
import type { Journal } from "../durability/journal.ts";
import { ConcurrencyLimit } from "../engine/concurrency-limit.ts";
import type { Engine } from "../engine/engine.ts";
import { RequestError } from "../request-error.ts";
import { commitRequests, type IngestRequest } from "./commit-requests.ts";
import type { FittingRow } from "./complete-rows.ts";
import { encodeRow } from "./encode-row.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import { type QuarantinedRow, quarantineLine } from "./quarantine-rows.ts";
import type { SplitBody } from "./split-rows.ts";

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
}

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
  // Not one per data source: each takes a thread of the pool that the log's own writes need.
  readonly #turns = new ConcurrencyLimit(4);
  #waitingBytes = 0;

  constructor(engine: Engine, journal: Journal, options: IngestionOptions) {
    this.#engine = engine;
    this.#journal = journal;
    this.#options = options;
  }

  /**
   * Takes the rows of one request; resolves when they are in the log, from where on they are kept.
   *
   * @throws {RequestError} 503 if too much is waiting already, 400 past the limit of partitions.
   * @throws {LogError} If they cannot be logged.
   * @throws {ClickhouseError} If it is not the values that keep them out. In each case nothing of them is kept.
   */
  async append(plan: IngestPlan, { rows, broken }: SplitBody): Promise<Ingested> {
    const bytes = rows.reduce((sum, row) => sum + row.length, 0);
    if (this.#waitingBytes > 0 && this.#waitingBytes + bytes > this.#options.waitingBytes) {
      throw new RequestError(503, "Cannot take the rows as less must be waiting to be written");
    }
    const fitting: FittingRow[] = [];
    const quarantined: QuarantinedRow[] = broken.map(quarantineLine);
    for (const row of rows) {
      const encoded = encodeRow(row, plan);
      if (encoded.fits) fitting.push(encoded);
      else quarantined.push(encoded);
    }
    this.#waitingBytes += bytes;
    try {
      return await new Promise<Ingested>((resolve, reject) => {
        this.#enqueue(plan, { fitting, quarantined, bytes, resolve, reject });
      });
    } finally {
      this.#waitingBytes -= bytes;
    }
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

/** How many of the requests that wait can be one record: at least the first. */
function goTogether({ isPartitioned }: IngestPlan, queue: readonly IngestRequest[]): number {
  const mostRows = isPartitioned ? partitionsOfAnInsert : rowsTogether;
  let rows = 0;
  let bytes = 0;
  let count = 0;
  for (const request of queue) {
    rows += request.fitting.length;
    bytes += request.bytes;
    if (count > 0 && (rows > mostRows || bytes > bytesTogether)) break;
    count += 1;
  }
  return count;
}
