/** What Tinybird said of the rows it was given. */
export interface IngestAnswer {
  readonly successfulRows: number;
  readonly quarantinedRows: number;
}

/** Parameters of a pipe; lists travel as JSON text. */
export type QueryParameters = Readonly<Record<string, string | number>>;

/** What may come with a call. */
export interface CallOptions {
  /** Ends the wait for the call: it rejects with an `AbortedError`, at once. */
  readonly signal?: AbortSignal | undefined;
  /** Hears of each try that failed, where the transport tries again. What it throws is not heard. */
  readonly onRetry?: ((retry: Retry) => void) | undefined;
}

/** A try that failed, of a call that goes on. */
export interface Retry {
  /** Of the error that it would have been, as `unavailable`. */
  readonly code: string;
  /** HTTP status of the answer; absent where none came. */
  readonly status?: number | undefined;
  /** Ms until the next try. */
  readonly wait: number;
}

/** Adds rows to a data source, as objects or, where it has `lines`, written already. */
export interface Ingest {
  /**
   * Resolves when Tinybird has acknowledged the rows. A rejected call may still have been carried out.
   */
  (
    datasource: string,
    rows: readonly Readonly<Record<string, unknown>>[],
    options?: CallOptions,
  ): Promise<IngestAnswer>;
  /**
   * The same for rows that are written already: each is an object as one line of JSON, without a line break. A store
   * uses it where it is there. It is a property of the function, so that a transport with another `ingest` in front
   * of this one does not have it, and nothing goes past that.
   */
  readonly lines?: (
    datasource: string,
    lines: readonly string[],
    options?: CallOptions,
  ) => Promise<IngestAnswer>;
}

/** The two things that a store asks of Tinybird. All IO of this package goes through it. */
export interface Transport {
  /** Ms that it waits for an append. A store lets nobody wait longer. @defaultValue 2,000 */
  readonly appendDeadline?: number | undefined;
  readonly ingest: Ingest;
  /** Gives the rows of a pipe's endpoint, as they come. */
  query(
    pipe: string,
    parameters: QueryParameters,
    options?: CallOptions,
  ): Promise<readonly unknown[]>;
}
