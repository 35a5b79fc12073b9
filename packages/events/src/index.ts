/** Typed audit events: what one is, how it is written, how it is read for ten years. @module */
export { type Action, type ActionStart, defineAction, InvalidActionError } from "./action.ts";
export {
  incidentAcknowledge,
  incidentAssign,
  incidentCreate,
  incidentReclassify,
  incidentReopen,
  incidentResolve,
  incidentUpdate,
} from "./actions/incident.ts";
export { maintenanceEnd, maintenanceStart } from "./actions/maintenance.ts";
export {
  monitorCreate,
  monitorDegraded,
  monitorDelete,
  monitorDown,
  monitorPause,
  monitorRecovered,
  monitorResume,
  monitorUpdate,
} from "./actions/monitor.ts";
export { notificationSent } from "./actions/notification.ts";
export { readStoredActor, readStoredTargets } from "./actor.ts";
export { AuditError } from "./audit-error.ts";
export { type BuiltInAction, catalog } from "./built-in-catalog.ts";
export {
  type AnyAction,
  type AuditEvent,
  type Catalog,
  type DraftNamed,
  type DraftOf,
  type DraftsNamed,
  defineCatalog,
  type EventOf,
  type MetadataOf,
  mergeCatalogs,
  NameClashError,
} from "./catalog.ts";
export { type Change, changesBetween } from "./changes.ts";
export { type AnyDraft, InvalidDraftError } from "./check-draft.ts";
export { isSameFact, mergeCopies } from "./copies.ts";
export type { ActorDraft, Draft } from "./draft.ts";
export type {
  Actor,
  ActorType,
  Context,
  Delivery,
  EmittedEvent,
  Envelope,
  ExtraKey,
  KnownEvent,
  Outcome,
  ReadEnvelope,
  RecordedEvent,
  Target,
  UnknownEvent,
  UnknownReason,
} from "./event.ts";
export type { Frozen } from "./frozen.ts";
export { copyJson, isPlainObject, type JsonValue, jsonEquals } from "./json.ts";
export { defaultLimits, type Limits } from "./limits.ts";
export { type MetadataJsonSchema, metadataJsonSchema } from "./metadata-json-schema.ts";
export { InvalidSchemaError, type MetadataSchema } from "./metadata-schema.ts";
export { compareEvents, type Position } from "./order.ts";
export type { Problem } from "./problem.ts";
export { sentenceOf, type Telling } from "./sentence.ts";
export type { RandomBytes } from "./uid.ts";
export { createWriter, type Writer, type WriterOptions } from "./writer.ts";
