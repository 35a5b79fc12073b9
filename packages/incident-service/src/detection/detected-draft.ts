import type {
  DraftOf,
  incidentCreate,
  incidentResolve,
  monitorCreate,
  monitorDegraded,
  monitorDown,
  monitorRecovered,
} from "@audit/events";

/** What checks can lead to. */
export type DetectedDraft = DraftOf<
  | typeof monitorCreate
  | typeof monitorDown
  | typeof monitorDegraded
  | typeof monitorRecovered
  | typeof incidentCreate
  | typeof incidentResolve
>;
