/** State, time travel and timelines from a stream of audit events. Pure. @module */

export { UnsavableStateError } from "./assert-savable.ts";
export {
  type Blamed,
  type BlamedLeaf,
  type BlameOptions,
  blame,
  type LeafOrigin,
} from "./blame/blame.ts";
export { type Diff, type Difference, diff } from "./diff/diff.ts";
export type { DiffOptions, View } from "./diff/diff-options.ts";
export type { Gap } from "./gaps.ts";
export { type Incident, type IncidentActor, type IncidentSeverity, incident } from "./incident.ts";
export { InvalidOptionError } from "./invalid-option-error.ts";
export type { LateEvent } from "./late-events.ts";
export { type Path, type PathStep, pathText } from "./leaves/path.ts";
export { type Maintenance, maintenance } from "./maintenance.ts";
export {
  type MaintenanceWindow,
  type MaintenanceWindowsOptions,
  maintenanceWindows,
  type Stretch,
} from "./maintenance-windows.ts";
export { MemorySnapshotStore } from "./memory-snapshot-store.ts";
export { MixedStreamsError, type StreamName } from "./mixed-streams-error.ts";
export {
  type ConfigurationChange,
  type Monitor,
  type MonitorIncident,
  type MonitorRegion,
  type MonitorStatus,
  monitor,
} from "./monitor.ts";
export { type OpenIncident, type OpenIncidentsOptions, openIncidents } from "./open-incidents.ts";
export { OutOfOrderError } from "./out-of-order-error.ts";
export { type Outage, type Outages, type OutagesOptions, outages } from "./outages.ts";
export { PartialReplayError } from "./partial-replay-error.ts";
export {
  type AnyKnownEvent,
  defineProjection,
  type Evolve,
  InvalidProjectionError,
  type Projection,
} from "./projection.ts";
export { ReopenedStreamError } from "./reopened-stream-error.ts";
export { replay } from "./replay.ts";
export { type ReplayAllOptions, replayAll } from "./replay-all.ts";
export type { ReplayOptions } from "./replay-options.ts";
export type {
  Conflict,
  InvalidSeen,
  PartialReason,
  Replayed,
  ReplayReport,
  UnknownSeen,
} from "./replay-report.ts";
export { type Resumed, type ResumeOptions, resume } from "./resume.ts";
export { type SnapshotOptions, snapshot } from "./snapshot.ts";
export type { Snapshot } from "./snapshot-format.ts";
export type { SnapshotQuery, SnapshotStore } from "./snapshot-store.ts";
export type { StateChange } from "./state-changes.ts";
export {
  type EventMoment,
  eventMoments,
  type GroupMoment,
  type Moment,
} from "./timeline/moment.ts";
export { type StoryMoment, type StoryOptions, story } from "./timeline/story.ts";
export { type TimelineOptions, timeline } from "./timeline.ts";
export { unlessRefused } from "./unless-refused.ts";
export {
  type UnusableReason,
  type UnusableSnapshot,
  UnusableSnapshotError,
} from "./unusable-snapshot-error.ts";
export { type Uptime, type UptimeOptions, uptime } from "./uptime.ts";
