import { type EventMoment, eventMoments, replay, timeline } from "@audit/projections";
import type { Case, Prepared } from "../../harness/group.ts";
import { beforeAll, type Counting } from "../replay/counting.ts";
import { counting } from "../replay/counting-projection.ts";
import { streamEvents, timeOf } from "../stream-events.ts";

/** Prepares a replay for each position. */
export function prepareReplays({ size, work }: Case): Prepared {
  const events = streamEvents(size);
  const times = positions(size, work);
  const run = () => times.map((at) => replay(counting, events, { at }).state);
  return { run, answer: run };
}

/** Prepares one timeline, in whose moments each position is found by halving. */
export function prepareLookUps({ size, work }: Case): Prepared {
  const events = streamEvents(size);
  const times = positions(size, work);
  const run = () => {
    const moments = eventMoments(timeline(counting, events));
    return times.map((at) => stateAt(moments, at));
  };
  return { run, answer: run };
}

/** All over the stream, to and fro. */
function positions(size: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, step) => timeOf(1 + ((step * 7_919) % size)));
}

function stateAt(moments: readonly EventMoment<Counting>[], at: number): Counting {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle]?.timestamp ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return moments[low - 1]?.state ?? beforeAll;
}
