import type { AuditEvent } from "@audit/events";
import { monitor } from "@audit/projections";
import type { Case, Prepared } from "../../harness/group.ts";
import { streamEvents, timeOf } from "../stream-events.ts";
import { beforeAll, type Counting, goDown, goUp } from "./counting.ts";

/** Prepares the limit: a loop and a switch; for `monitor`, a loop over its evolve. */
export function prepareLoop({ size, work, variant }: Case): Prepared {
  if (variant === "monitor") return prepareMonitorLoop(size);
  const events = streamEvents(size);
  const until = timeOf(work);
  const run = () => {
    let state = beforeAll;
    for (const event of events) {
      if (event.timestamp > until) break;
      state = evolve(state, event);
    }
    return state;
  };
  return { run, answer: run };
}

function prepareMonitorLoop(size: number): Prepared {
  const events = streamEvents(size);
  const run = () => {
    let state = monitor.initial;
    for (const event of events) if (event.known) state = monitor.evolve(state, event);
    return state;
  };
  return { run, answer: run };
}

function evolve(state: Counting, event: AuditEvent): Counting {
  if (!event.known) return state;
  switch (event.action) {
    case "monitor.down":
      return goDown(state, event.timestamp);
    case "monitor.create":
    case "monitor.recovered":
      return goUp(state, event.timestamp);
    default:
      return state;
  }
}
