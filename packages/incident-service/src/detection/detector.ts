import type { CheckResult } from "../checks/check-result.ts";
import { detect } from "./detect.ts";
import type { DetectedDraft } from "./detected-draft.ts";
import type { MonitorWatch } from "./monitor-watch.ts";

/** Remembers many monitors. */
export interface Detector {
  /** Gives what happened to the check's monitor, as `detect` does, and remembers it. */
  detect(check: CheckResult): readonly DetectedDraft[];
}

/**
 * Gives a detector that knows no monitor yet.
 *
 * @example
 * const detector = createDetector();
 * const at = 1_700_000_000_000;
 * detector.detect({ timestamp: at, monitor: "api", status: "up" }).length; // 2
 * detector.detect({ timestamp: at + 60_000, monitor: "api", status: "up" }).length; // 0
 */
export function createDetector(): Detector {
  const watches = new Map<string, MonitorWatch>();
  return {
    detect(check) {
      const { state, drafts } = detect(watches.get(check.monitor), check);
      watches.set(check.monitor, state);
      return drafts;
    },
  };
}
