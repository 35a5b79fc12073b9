import { rm, stat } from "node:fs/promises";
import { acquireDrainLock } from "./drain-lock.ts";
import { type DrainCounts, type DrainSegmentsOptions, drainSegments } from "./drain-segments.ts";
import { isAlive } from "./presence.ts";
import { errorCode, ifMissing, listSpool, presencePath } from "./spool-files.ts";

/** What a drain did, and how it ended. */
export interface DrainResult extends Readonly<DrainCounts> {
  /**
   * `empty`: nothing is left of what was there at its start, `failed`: what is left stays for the next drain, `held`: another
   * one drains, in this process or another one, `stopped`: the spool was closed meanwhile.
   */
  readonly outcome: "empty" | "failed" | "held" | "stopped";
  /** Code of what failed, as `unavailable` or `wrong_token`; no contents. */
  readonly code?: string;
}

/** Drains a directory under its lock. Never rejects: what failed is in the result. */
export async function drain(options: Omit<DrainSegmentsOptions, "counts">): Promise<DrainResult> {
  const counts: DrainCounts = { sent: 0, setAside: 0, torn: 0, corrupt: 0 };
  try {
    const release = await acquireDrainLock(options.directory);
    if (release === undefined) return { outcome: "held", ...counts };
    try {
      await sweep(options);
      await drainSegments({ ...options, counts });
    } finally {
      await release();
    }
    return { outcome: options.signal?.aborted ? "stopped" : "empty", ...counts };
  } catch (cause) {
    return { outcome: "failed", code: errorCode(cause), ...counts };
  }
}

/** Removes what processes leave behind that end without closing. */
async function sweep({ directory, now }: Omit<DrainSegmentsOptions, "counts">): Promise<void> {
  const { orphans, presences, segments, unlinked } = await listSpool(directory);
  for (const path of orphans) await rm(path, { force: true });
  for (const writer of presences) {
    const path = presencePath(directory, writer);
    const isNeeded = segments.some((segment) => segment.writer === writer);
    if (!isNeeded && !(await isAlive(path))) await rm(path, { force: true });
  }
  for (const path of unlinked) {
    const since = await stat(path).then(({ mtimeMs }) => mtimeMs, ifMissing(Date.now));
    // It may be about to listen, if it is of just now.
    if (now() - since > 60_000 && !(await isAlive(path))) await rm(path, { force: true });
  }
}
