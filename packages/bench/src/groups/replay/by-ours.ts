import { monitor, replay } from "@audit/projections";
import type { Case, Prepared } from "../../harness/group.ts";
import { streamEvents, timeOf } from "../stream-events.ts";
import { counting } from "./counting-projection.ts";

/** Prepares `replay`, with its whole report. */
export function prepareOurs({ size, work, variant }: Case): Prepared {
  const events = streamEvents(size);
  const options = work === size ? {} : { at: timeOf(work) };
  const run =
    variant === "monitor"
      ? () => replay(monitor, events, options)
      : () => replay(counting, events, options);
  return { run, answer: () => run().state };
}

/** Prepares a loop over the projection, which reports nothing. */
export function prepareEvolve({ size, work }: Case): Prepared {
  const events = streamEvents(size);
  const until = timeOf(work);
  const run = () => {
    let state = counting.initial;
    for (const event of events) {
      if (event.timestamp > until) break;
      if (event.known) state = counting.evolve(state, event);
    }
    return state;
  };
  return { run, answer: run };
}
