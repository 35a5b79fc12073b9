import { resume, type Snapshot, snapshot } from "@audit/projections";
import type { Case, Prepared } from "../../harness/group.ts";
import type { Counting } from "../replay/counting.ts";
import { counting } from "../replay/counting-projection.ts";
import { streamEvents, timeOf } from "../stream-events.ts";

/** Events since the snapshot was taken. */
const since = 50;

/** Prepares going on from a snapshot, which is read as the text it was saved as. */
export function prepareResume({ size }: Case): Prepared {
  const events = streamEvents(size);
  const place = Math.max(1, size - since);
  // Late enough that all of it is settled.
  const readAt = timeOf(size) + 3_600_000;
  const text = JSON.stringify(snapshot(counting, events.slice(0, place), { readAt }));
  const rest = events.slice(place);
  const run = () => {
    // Safe: the text is that of a snapshot of this projection.
    const saved = JSON.parse(text) as Snapshot<Counting>;
    const resumed = resume(counting, saved, rest);
    if (!resumed.usable) throw new Error(`Cannot go on from the snapshot: ${resumed.reason}`);
    return resumed;
  };
  return { run, answer: () => ({ state: run().state, report: run().report }) };
}
