import { batches } from "../append/batches.ts";
import type { Row } from "../row.ts";
import { InterruptedAppendError } from "../store-error.ts";
import { untilAborted } from "../until-aborted.ts";
import { recordedEvents } from "./recorded-events.ts";
import { recordedRow } from "./recorded-row.ts";
import { yearLists } from "./year-lists.ts";

/**
 * Sends recorded events as they are, in requests that stay under Tinybird's limits.
 *
 * @throws {InvalidRecordedEventError} naming every field and what must hold; nothing was sent
 * @throws {InterruptedAppendError} when a request failed after others had been acknowledged
 */
export async function sendRecorded(
  events: readonly unknown[],
  ingest: (rows: readonly Row[], signal: AbortSignal | undefined) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const accepted: string[] = [];
  for (const rows of yearLists(recordedEvents(events).map(recordedRow)))
    for (const { rows: batch } of batches(rows)) {
      try {
        await untilAborted(signal, () => ingest(batch, signal));
      } catch (cause) {
        throw accepted.length === 0 ? cause : new InterruptedAppendError(accepted, cause);
      }
      accepted.push(...batch.map(({ uid }) => String(uid)));
    }
}
