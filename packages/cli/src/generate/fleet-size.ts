import { UsageError } from "../usage-error.ts";
import { type GenerateOptions, generateEvents } from "./generate-events.ts";

/** The most monitors of a run. What it holds in memory is about 5 KB for each. */
export const maxMonitors = 100_000;

const pilotDays = 30;

/**
 * Gives how many monitors it takes for so many events within these days; pure. Hardly ever too few, and
 * the more there are the fewer too many: it counts what some monitors of the same days have.
 *
 * @throws {UsageError} where it would take too many
 */
export function monitorsFor(
  events: number,
  { seed, from, days }: Pick<GenerateOptions, "seed" | "from" | "days">,
): number {
  // The more are to come the more it is worth to know how many tempers and regions make.
  const few = Math.ceil(Math.min(400, Math.max(100, events / 500)));
  const pilot = { seed, from, days: Math.min(days, pilotDays), monitors: few };
  let counted = 0;
  for (const _ of generateEvents({ ...pilot, workspaces: ["pilot"] })) counted += 1;
  const average = events / ((counted / few) * (days / pilot.days));
  const monitors = Math.ceil(4 + 1.12 * average + 2.5 * Math.sqrt(average));
  if (monitors <= maxMonitors) return monitors;
  throw new UsageError(
    `Cannot make ${events.toLocaleString("en")} events within ${days} days: it takes more than ${maxMonitors.toLocaleString("en")} monitors`,
    "Give more --days, or fewer --events and --repeat",
  );
}
