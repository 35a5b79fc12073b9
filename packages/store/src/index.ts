/** Append audit events to Tinybird and read them back. @module */
export { InvalidOptionError } from "./assert-option.ts";
export { AuditLog, type AuditLogOptions, type StreamParameters } from "./audit-log.ts";
export type { DraftOrDrafts, EventStore, ReadOptions, Receipt, ReceiptOf } from "./event-store.ts";
export { MemoryEventStore, type MemoryEventStoreOptions } from "./memory-event-store.ts";
export { storedRow } from "./row.ts";
export {
  DeadlineError,
  InterruptedAppendError,
  InvalidReadError,
  QuarantinedError,
  type QuarantinedRow,
  RefusedError,
  UnavailableError,
  UnexpectedAnswerError,
  UnreachableError,
  WrongTokenError,
} from "./store-error.ts";
export { TinybirdEventStore, type TinybirdEventStoreOptions } from "./tinybird-event-store.ts";
export type { IngestAnswer, QueryParameters, Transport } from "./transport.ts";
export { type Deadlines, type ZodBirdClient, zodBirdTransport } from "./zod-bird-transport.ts";
