import {
  type BuiltInAction,
  catalog,
  createWriter,
  type DraftOf,
  type RecordedEvent,
} from "@audit/events";
import { Agenda } from "./agenda.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** What happens in it has a time of its own: nothing waits, and no clock is asked. */
export interface World {
  /** Ms since epoch of what happens just now. */
  readonly now: number;
  /** Has something done at a time; at once where that is over. */
  at(time: number, task: () => void): void;
  /**
   * Records an event of now, and gives its uid.
   *
   * @param late ms that it takes to the store beyond what is usual
   */
  record(draft: DraftOf<BuiltInAction>, late?: number): string;
}

/** A world, seen from outside. */
export interface RunningWorld extends World {
  /** Gives what is recorded up to, and without, a time, in order. May be left at any event. */
  run(until: number): Generator<RecordedEvent, void>;
}

/** Begins a world in which nothing happens yet. Its events are completed by one writer of that name. */
export function beginWorld(from: number, writerName: string, random: SeededRandom): RunningWorld {
  const agenda = new Agenda();
  let now = from;
  let recorded: RecordedEvent[] = [];
  const [uids, delays] = [random.fork("uids"), random.fork("delays")];
  const writer = createWriter(catalog, {
    now: () => now,
    randomBytes: (count) => uids.bytes(count),
    name: writerName,
    rememberedUids: 1,
  });
  return {
    get now() {
      return now;
    },
    at: (time, task) => agenda.put(Math.max(now, Math.round(time)), task),
    record(draft, late = 0) {
      const [event] = writer.complete([draft]);
      if (event === undefined)
        throw new Error("Cannot go on as a writer gave no event for a draft");
      const recordedAt = Math.round(event.timestamp + 15 + delays.wait(60) + late);
      recorded.push({ ...event, recordedAt, copies: 1 });
      return event.uid;
    },
    *run(until) {
      while ((agenda.nextTime ?? until) < until) {
        now = agenda.nextTime ?? now;
        agenda.take()?.();
        if (recorded.length === 0) continue;
        const events = recorded;
        recorded = [];
        yield* events;
      }
    },
  };
}
