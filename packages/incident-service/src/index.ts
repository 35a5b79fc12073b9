/** Turns check results into audit events: the pure part of the service, checks in and drafts out. @module */
export { type CheckResult, type CheckStatus, defaultRegion } from "./checks/check-result.ts";
export { type ParsedLine, parseCheckLine } from "./checks/parse-check-line.ts";
export { type ReadChecks, readChecks, type SkippedLine } from "./checks/read-checks.ts";
export type { TextChunks } from "./checks/split-lines.ts";
export { deriveUid, type UidSource } from "./detection/derive-uid.ts";
export { type Detection, detect } from "./detection/detect.ts";
export { createDetector, type Detector } from "./detection/detector.ts";
export type { MonitorWatch, OpenIncident } from "./detection/monitor-watch.ts";
export { overallStatus, seenAt, seenWindow } from "./detection/overall-status.ts";
export {
  type RegionHistory,
  rememberedChecks,
  type SeenCheck,
  type StatusChange,
} from "./detection/region-history.ts";
