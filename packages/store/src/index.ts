/** Append audit events to Tinybird and read them back. @module */
export type {
  AppendOptions,
  AppendSpool,
  DeliveryOptions,
  DroppedEvents,
  Policy,
} from "./append/delivery-options.ts";
export { InvalidOptionError } from "./assert-option.ts";
export { AuditLog, type AuditLogOptions, type StreamParameters } from "./audit-log.ts";
export {
  AbortedError,
  CallError,
  type CallFacts,
  DeadlineError,
  type Fate,
  QueueFullError,
  RefusedError,
  UnavailableError,
  UnexpectedAnswerError,
  UnreachableError,
  WrongTokenError,
} from "./call-error.ts";
export type {
  Completeness,
  NumberFates,
  NumberRange,
  Unknowable,
  WriterCompleteness,
} from "./completeness/completeness.ts";
export type { CompletenessOptions, ReadableSpool } from "./completeness/completeness-options.ts";
export { completenessTable } from "./completeness/completeness-table.ts";
export type { Deadlines } from "./deadlines.ts";
export type {
  DraftOrDrafts,
  EventStore,
  Receipt,
  ReceiptOf,
  ReceiptStatus,
} from "./event-store.ts";
export type { Clock } from "./fetch-transport/clock.ts";
export type { FetchTransportOptions, TryTimeouts } from "./fetch-transport/fetch-options.ts";
export { fetchTransport } from "./fetch-transport/fetch-transport.ts";
export { MemoryEventStore, type MemoryEventStoreOptions } from "./memory-event-store.ts";
export type {
  AppendEnd,
  AppendObservation,
  DroppedFacts,
  EventCount,
  RequestBegin,
  RequestEnd,
  RequestObservation,
  SpoolDepth,
  StoreObserver,
} from "./observe/store-observer.ts";
export type {
  ActionNamed,
  ReadAllOptions,
  ReadOptions,
  ReadRecordedOptions,
  SearchOptions,
  SearchPage,
} from "./read-options.ts";
export { storedRow } from "./row.ts";
export {
  InterruptedAppendError,
  InvalidReadError,
  QuarantinedError,
  type QuarantinedRow,
} from "./store-error.ts";
export {
  type MissedDeliveries,
  type TailedEvent,
  type TailOptions,
  visibilityLag,
} from "./tail/tail-options.ts";
export { TinybirdEventStore, type TinybirdEventStoreOptions } from "./tinybird-event-store.ts";
export { InvalidRecordedEventError } from "./transfer/invalid-recorded-event-error.ts";
export type {
  CallOptions,
  Ingest,
  IngestAnswer,
  QueryParameters,
  Retry,
  Transport,
} from "./transport.ts";
export { type ZodBirdClient, zodBirdTransport } from "./zod-bird-transport.ts";
