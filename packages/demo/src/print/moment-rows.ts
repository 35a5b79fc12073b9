import { type EventMoment, pathText, type StateChange } from "@audit/projections";
import { clockTime, duration } from "./time.ts";

/** Gives a row per moment: when, what happened, who did it, after how long, what changed. */
export function momentRows<State>(
  moments: readonly EventMoment<State>[],
  time: (timestamp: number) => string = clockTime,
): string[][] {
  return moments.map(({ timestamp, event, changes, lasted, late }) => [
    time(timestamp),
    `${event.recordedAction}${late ? " (late)" : ""}`,
    event.actor.name,
    lasted === undefined || lasted === 0 ? "" : `after ${duration(lasted)}`,
    changes.filter(isTelling).map(describeChange).join(", ") || "(no change)",
  ]);
}

// The first columns say when and who; what a check measured is not what changed for a person.
const untold = /^(since|.*At|.*By|timeTo.*|history|people|latency|statusCode|updates|reopened)$/;

function isTelling({ path, from, to = from }: StateChange): boolean {
  const isEmpty = typeof to === "object" && to !== null && Object.keys(to).length === 0;
  return !isEmpty && !path.some((step) => typeof step === "string" && untold.test(step));
}

function describeChange({ path, from, to }: StateChange): string {
  const before = from === undefined ? "" : `${show(from)} → `;
  return `${pathText(path)} ${before}${to === undefined ? "gone" : show(to)}`;
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
