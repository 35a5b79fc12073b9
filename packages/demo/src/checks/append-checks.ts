import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { DraftOf } from "@audit/events";
import { createDetector, readChecks, type SkippedLine } from "@audit/incident-service";
import type { EventStore } from "@audit/store";
import { type DemoAction, importsId } from "./checks-import.ts";

const draftsPerAppend = 1000;

/**
 * Reads a file of checks, lets the incident service turn them into drafts and appends these.
 *
 * Uids follow from the checks, so appending one file twice changes nothing. Gives the skipped lines.
 *
 * @param report is told how many of the checks are done
 */
export async function appendChecks(
  store: EventStore<DemoAction>,
  file: string,
  report: (done: number, all: number) => void,
): Promise<readonly SkippedLine[]> {
  const lines = createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  const { checks, skipped } = await readChecks(lines, Date.now());
  const detector = createDetector();
  let drafts: DraftOf<DemoAction>[] = [];
  for (const [index, check] of checks.entries()) {
    drafts.push(...detector.detect(check));
    if (drafts.length >= draftsPerAppend) {
      await store.append(drafts);
      drafts = [];
      report(index + 1, checks.length);
    }
  }
  await store.append(drafts);
  const last = checks.at(-1);
  if (last !== undefined)
    await store.append({
      id: importsId,
      action: "checks.import",
      metadata: { checks: checks.length, skipped: skipped.length, lastCheckAt: last.timestamp },
    });
  return skipped;
}
