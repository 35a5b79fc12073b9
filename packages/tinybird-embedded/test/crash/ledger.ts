/** What a client sends as one row. */
export interface SentEvent {
  readonly id: string;
  readonly key: string;
  readonly slot: number;
  readonly amount: number;
  readonly note: string;
}

/** The rows of one request, and what became of every time that it was sent. */
export interface Batch {
  readonly source: string;
  readonly events: readonly SentEvent[];
  /** Requests that may have reached a server. */
  sent: number;
  answered200: number;
  answered202: number;
  /** Milliseconds since 1970 of the first request. */
  from: number;
  /** Milliseconds since 1970 at which the last request was over. */
  to: number;
}

/** Everything that was sent, and what the clients know of it. */
export class Ledger {
  readonly batches: Batch[] = [];
  readonly #byFirstId = new Map<string, Batch>();
  requests = 0;
  answers = 0;
  /** Answers of 500 and more by the server itself, by their text. */
  readonly refusals: string[] = [];
  /** Batches that zod-bird gave up. */
  givenUp = 0;
  /** Answers that none of these requests may have. */
  readonly violations: string[] = [];

  add(source: string, events: readonly SentEvent[]): Batch {
    const batch = { source, events, sent: 0, answered200: 0, answered202: 0, from: 0, to: 0 };
    this.batches.push(batch);
    this.#byFirstId.set(events[0]?.id ?? "", batch);
    return batch;
  }

  /** Finds the batch of a request by its body. */
  batchOf(body: string): Batch {
    const { id } = JSON.parse(body.split("\n", 1)[0] ?? "");
    const batch = this.#byFirstId.get(id);
    if (batch === undefined) throw new Error(`Cannot find the batch of "${id}"`);
    return batch;
  }

  sends(batch: Batch): void {
    batch.sent += 1;
    if (batch.from === 0) batch.from = Date.now();
    this.requests += 1;
  }

  /** No server was there to take the request. */
  missed(batch: Batch): void {
    batch.sent -= 1;
    this.requests -= 1;
    batch.to = Date.now();
  }

  /** The connection broke: nobody knows whether the rows are stored. */
  broke(batch: Batch): void {
    batch.to = Date.now();
  }

  answered(batch: Batch, status: number, text: string): void {
    batch.to = Date.now();
    this.answers += 1;
    if (status >= 500) {
      this.refusals.push(`${status} ${text}`);
      return;
    }
    if (status === 200) batch.answered200 += 1;
    else if (status === 202) batch.answered202 += 1;
    const told = `{"successful_rows":${batch.events.length},"quarantined_rows":0}`;
    if (status < 300 && JSON.stringify(JSON.parse(text)) === told) return;
    this.violations.push(`${status} ${text} to ${batch.events.length} rows`);
  }
}
