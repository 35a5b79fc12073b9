import { blame, diff, eventMoments, monitor, replay, timeline } from "@audit/projections";
import type { Case, Prepared } from "../../harness/group.ts";
import { counting } from "../replay/counting-projection.ts";
import { streamEvents, timeOf } from "../stream-events.ts";

/** Prepares one replay to the end: what the others are multiples of. */
export function prepareReplay({ size, variant }: Case): Prepared {
  const events = streamEvents(size);
  const run =
    variant === "monitor" ? () => replay(monitor, events) : () => replay(counting, events);
  return { run, answer: () => run().state };
}

/** Prepares one replay, of which the report is compared too. */
export function prepareReplayWithReport({ size }: Case): Prepared {
  const events = streamEvents(size);
  const run = () => replay(counting, events);
  return { run, answer: run };
}

/** Prepares the timeline with the changes of each moment. */
export function prepareTimeline({ size, variant }: Case): Prepared {
  const events = streamEvents(size);
  if (variant === "monitor") {
    const run = () => timeline(monitor, events);
    return { run, answer: () => eventMoments(run()).at(-1)?.state };
  }
  const run = () => timeline(counting, events);
  return { run, answer: () => eventMoments(run()).at(-1)?.state };
}

/** Prepares who set each leaf. */
export function prepareBlame({ size, variant }: Case): Prepared {
  const events = streamEvents(size);
  const run = variant === "monitor" ? () => blame(monitor, events) : () => blame(counting, events);
  return { run, answer: () => run().state };
}

/** Prepares what differs between the middle and the end. */
export function prepareDiff({ size, variant }: Case): Prepared {
  const events = streamEvents(size);
  const options = { from: { at: timeOf(Math.ceil(size / 2)) }, to: { at: timeOf(size) } };
  const run =
    variant === "monitor"
      ? () => diff(monitor, events, options)
      : () => diff(counting, events, options);
  return { run, answer: () => run().after.state };
}
