import { type Profiler, Session } from "node:inspector/promises";
import { sourcePlaces } from "./source-places.ts";

/** A function, and how much of the time was spent in its own lines. */
export interface ProfiledFunction {
  readonly name: string;
  /** File and line; empty for what is no function, as the garbage collector. */
  readonly place: string;
  /** Of all samples, from 0 to 1. */
  readonly share: number;
}

/** So many functions say where the time goes; the rest are crumbs. */
const shown = 12;
const least = 0.005;

/** Between two samples. */
const microseconds = 200;

/**
 * Runs a job under V8's profiler and gives the functions with the most time of their own, most first.
 *
 * What other processes do for it is not in it: it waits for them as `(idle)`.
 */
export async function profileRun(job: () => Promise<unknown>): Promise<ProfiledFunction[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.setSamplingInterval", { interval: microseconds });
    await session.post("Profiler.start");
    await job();
    const { profile } = await session.post("Profiler.stop");
    return await functionsOf(profile);
  } finally {
    session.disconnect();
  }
}

async function functionsOf({ nodes, samples = [] }: Profiler.Profile): Promise<ProfiledFunction[]> {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const placeOf = await sourcePlaces(nodes.map(({ callFrame }) => callFrame.url));
  const counts = new Map<string, ProfiledFunction & { count: number }>();
  for (const id of samples) {
    const frame = frames.get(id);
    if (frame === undefined) continue;
    const { functionName, url, lineNumber, columnNumber } = frame;
    const place = placeOf(url, lineNumber, columnNumber);
    const key = JSON.stringify([functionName, place]);
    const name = functionName === "" ? "(no name)" : functionName;
    const before = counts.get(key) ?? { name, place, share: 0, count: 0 };
    before.count += 1;
    counts.set(key, before);
  }
  return [...counts.values()]
    .toSorted((a, b) => b.count - a.count)
    .slice(0, shown)
    .map(({ name, place, count }) => ({ name, place, share: count / samples.length }))
    .filter(({ share }) => share >= least);
}
