import type { Case, Prepared } from "../../harness/group.ts";
import { lineAnswer } from "./line-answer.ts";
import { rowLine } from "./row-line.ts";
import { sampleEvents } from "./sample-events.ts";

/** Prepares the limit: the event as it is, no row, nothing looked at. */
export function prepareStringify(of: Case): Prepared {
  const events = sampleEvents(of);
  const run = () => events.map((event) => JSON.stringify(event)).join("\n");
  return { run, answer: () => lineAnswer(run()) };
}

/** Prepares the row without any validation: what is left when checks cost nothing. */
export function prepareRow(of: Case): Prepared {
  const events = sampleEvents(of);
  const run = () => events.map(rowLine).join("\n");
  return { run, answer: () => lineAnswer(run()) };
}
