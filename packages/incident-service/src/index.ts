/** Turns check results into audit events: for now the pure part, checks in and drafts out. @module */
export { type CheckResult, type CheckStatus, defaultRegion } from "./check-result.ts";
export { deriveUid, type UidSource } from "./derive-uid.ts";
export { type Detection, detect } from "./detect.ts";
export { createDetector, type Detector } from "./detector.ts";
export type { MonitorWatch, OpenIncident } from "./monitor-watch.ts";
export { overallStatus, seenAt, seenWindow } from "./overall-status.ts";
export { type ParsedLine, parseCheckLine } from "./parse-check-line.ts";
export { type ReadChecks, readChecks, type SkippedLine } from "./read-checks.ts";
export {
  type RegionHistory,
  rememberedChecks,
  type SeenCheck,
  type StatusChange,
} from "./region-history.ts";
export type { TextChunks } from "./split-lines.ts";
