import type { Findings } from "./findings.ts";
import type { Batch, SentEvent } from "./ledger.ts";
import type { StoredEvent } from "./stored-events.ts";

/** How far the clocks of two processes of one machine may be apart. */
const slackMilliseconds = 50;

/**
 * Holds what is stored of a batch against what its client knows.
 *
 * A client that repeats a request whose connection broke may store its events twice: nothing in the protocol tells the
 * two requests apart. So an event is doubled when there are more of it than requests that may have reached a server.
 */
export function compareBatch(
  batch: Batch,
  stored: ReadonlyMap<string, StoredEvent>,
  findings: Findings,
): void {
  const { anomalies } = findings;
  const acknowledged = batch.answered200 + batch.answered202;
  const counts = new Set<number>();
  for (const event of batch.events) {
    const row = stored.get(event.id);
    const count = row?.count ?? 0;
    const times = `${batch.source} ${event.id} is stored ${count} times: sent ${batch.sent}, acknowledged ${acknowledged}`;
    counts.add(count);
    if (count < acknowledged) anomalies.lost.push(times);
    if (count > batch.sent) anomalies.doubled.push(times);
    else if (count > 1) findings.repeated += 1;
    if (row === undefined) continue;
    if (!isAsSent(event, row)) anomalies.changed.push(`${batch.source} ${event.id}`);
    if (row.first < batch.from - slackMilliseconds || row.last > batch.to + slackMilliseconds) {
      const late = `${row.first - batch.from} ms after it was sent, ${row.last - batch.to} ms after the answer`;
      anomalies.misdated.push(`${batch.source} ${event.id}: ${late}`);
    }
  }
  if (counts.size < 2) return;
  const last = batch.events.at(-1)?.id ?? "";
  anomalies.inPart.push(
    `${batch.source} up to ${last}: stored ${[...counts].join(" and ")} times, sent ${batch.sent}, acknowledged ${acknowledged}`,
  );
}

function isAsSent(event: SentEvent, row: StoredEvent): boolean {
  return (
    row.versions === 1 &&
    row.key === event.key &&
    row.slot === event.slot &&
    row.amount === event.amount &&
    row.note === event.note
  );
}
