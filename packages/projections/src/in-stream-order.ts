import { compareEvents, type Position } from "@audit/events";

/** Gives the list itself when it is in stream order, else a sorted copy. Linear when in order. */
export function inStreamOrder<Event extends Position>(events: readonly Event[]): readonly Event[] {
  let previous: Event | undefined;
  for (const event of events) {
    if (previous !== undefined && compareEvents(previous, event) > 0)
      return [...events].sort(compareEvents);
    previous = event;
  }
  return events;
}
