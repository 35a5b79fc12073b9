import type { Policy } from "../append/delivery-options.ts";
import type { ReceiptStatus } from "../event-store.ts";
import type { Retry } from "../transport.ts";

/**
 * Hears what a store, its requests and its spool do: counts, ms and codes. Ids, actors, metadata,
 * parameters and tokens are in nothing that it is told.
 *
 * Every method may be left out. Nothing waits for it, and what it throws is not heard. `openTelemetry()`
 * of `@audit/store/opentelemetry` gives one.
 */
export interface StoreObserver {
  /** An append begins. Gives what hears how it ends. */
  append?(): AppendObservation;
  /** A call of the transport begins, whatever number of tries it takes. Gives what hears of it. */
  request?(begin: RequestBegin): RequestObservation;
  /** Events were given up. */
  dropped?(facts: DroppedFacts): void;
  /** A spool was opened. Gives what is called when it is closed. */
  spool?(read: () => Promise<SpoolDepth>): () => void;
}

/** Hears of one append. */
export interface AppendObservation {
  end?(end: AppendEnd): void;
}

/** How an append ended, for its caller. */
export interface AppendEnd {
  /** Ms from the call to the answer. */
  readonly duration: number;
  /** How many events, by policy and status; none where the call was refused before it began. */
  readonly counts: readonly EventCount[];
  /** Code of the error; absent where there was none. `"unknown"` for one that is none of an `AuditError`. */
  readonly code?: string;
}

/** What became of so many events until their caller got an answer. */
export interface EventCount {
  readonly policy: Policy;
  /** As on the receipt; `rejected` where there is none. */
  readonly status: ReceiptStatus | "rejected";
  readonly count: number;
}

/** A call of the transport. */
export interface RequestBegin {
  readonly operation: "append" | "read";
  /** The data source, or the pipe. */
  readonly name: string;
  /** How many rows go out; absent for a read. */
  readonly rows?: number;
  /** How long these are as JSON, in UTF-16 code units; absent where nobody has counted. */
  readonly characters?: number;
  /** Whose rows they are, as `append` gave them; none for a spool, absent for a read. */
  readonly appends?: readonly AppendObservation[];
}

/** Hears of one call of the transport. */
export interface RequestObservation {
  /** Must call `call` once, at once, and give what it gives: the call is made in there. */
  run?<Value>(call: () => Value): Value;
  retry?(retry: Retry): void;
  end?(end: RequestEnd): void;
}

/** How a call of the transport ended. */
export interface RequestEnd {
  /** Ms, waits and tries included. */
  readonly duration: number;
  /** As of {@link AppendEnd}. `quarantined` also where only some rows were. */
  readonly code?: string;
  /** HTTP status of the last answer, of a call that failed; absent where none came. */
  readonly status?: number;
}

/** Events that were given up, for one reason. */
export interface DroppedFacts {
  /** How many, by their actions. */
  readonly actions: ReadonlyMap<string, number>;
  /** As of {@link AppendEnd}. */
  readonly code: string;
}

/** What waits in a spool. */
export interface SpoolDepth {
  readonly events: number;
  readonly bytes: number;
  /** Ms since the oldest was added. */
  readonly age: number;
  /** Events that Tinybird refuses for good, by code. */
  readonly setAside: Readonly<Record<string, number>>;
}
