import type { RecordedEvent } from "@audit/events";
import { writeCheckpoint } from "./checkpoint.ts";
import { passWindow } from "./pass-window.ts";
import { patientSource } from "./patient-source.ts";
import type { TailQuery } from "./tail-query.ts";
import type { TailSource } from "./tail-source.ts";
import { TailWindow } from "./tail-window.ts";

/** Gives what becomes visible in a store, each event once with its checkpoint, until the signal is aborted. */
export async function* follow<Event>(
  store: TailSource,
  query: TailQuery,
  pageSize: number,
  decode: (event: RecordedEvent) => Event,
): AsyncGenerator<{ readonly event: Event; readonly checkpoint: string }> {
  const { workspaceId, clock, lag, pause, signal } = query;
  const source = patientSource(store, query);
  const start = query.start ?? (await startNow(source));
  const window = new TailWindow(start, lag);
  let counted = clock.now();
  for (;;) {
    for await (const { event, resumption } of passWindow(source, window, pageSize)) {
      signal?.throwIfAborted();
      yield {
        event: decode(event),
        // Worked out when it is asked for: most consumers keep few of them.
        get checkpoint() {
          return writeCheckpoint(workspaceId, resumption());
        },
      };
    }
    if (clock.now() - counted >= lag) {
      counted = clock.now();
      await reportMissed(source, window, query);
    }
    await clock.sleep(pause, signal);
    signal?.throwIfAborted();
  }
}

async function startNow(source: TailSource): Promise<TailQuery["start"] & object> {
  const { now } = await source.count(0, 0, 1);
  return { from: now, to: now, keys: [] };
}

async function reportMissed(
  source: TailSource,
  window: TailWindow,
  { onMissed }: TailQuery,
): Promise<void> {
  const { countedFrom, from, width } = window;
  if (countedFrom >= from) return;
  const { deliveries } = await source.count(countedFrom, from, width);
  const missed = window.recount(countedFrom, deliveries);
  if (missed) onMissed(missed);
}
