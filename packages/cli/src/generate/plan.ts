import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";
import { day } from "./busy-hours.ts";
import { monitorsFor } from "./fleet-size.ts";

/** Flags that say what to generate. */
export interface PlanFlags {
  readonly shape: "audit" | "demo";
  readonly datasource?: string;
  readonly events?: number;
  readonly days?: number;
  readonly from?: string;
  readonly seed: string;
  readonly monitors?: number;
  readonly workspace?: string;
  readonly workspaces?: number;
  readonly repeat?: number | true;
}

/** What is generated. */
export interface Plan {
  readonly seed: string;
  /** Ms since epoch, UTC. */
  readonly from: number;
  readonly days: number;
  /** Of each round; undefined: all that the days have. */
  readonly events: number | undefined;
  readonly monitors: number;
  readonly workspaces: readonly string[];
  /** `Infinity` for no end. */
  readonly rounds: number;
}

/**
 * Gives what flags ask for.
 *
 * @param now ms since epoch: without `--from`, all happened before its midnight UTC
 * @throws {UsageError} naming the flag
 */
export function readPlan(
  flags: PlanFlags,
  { time, show, workspaceId }: Pick<Session, "time" | "show" | "workspaceId">,
  now: number,
): Plan {
  if (flags.shape === "demo") {
    for (const name of ["monitors", "workspaces", "workspace"] as const)
      if (flags[name] !== undefined)
        throw new UsageError(`Cannot take --${name} with --shape demo: it has companies`);
  } else if (flags.datasource !== undefined)
    throw new UsageError("Cannot take --datasource without --shape demo: events go to audit_log");
  if (flags.seed.length > 100)
    throw new UsageError("Cannot take --seed: it must have at most 100 characters");
  const { from, days } = readSpan(flags, { time, show }, now);
  const { events, seed, repeat, workspaces = 1 } = flags;
  const isFleet = flags.shape === "audit" && flags.monitors === undefined;
  const fitting = events === undefined || !isFleet ? 20 : monitorsFor(events, { seed, from, days });
  const { monitors = Math.max(fitting, workspaces) } = flags;
  if (monitors < workspaces)
    throw new UsageError("Cannot take --workspaces: it must not be more than --monitors");
  return {
    seed,
    from,
    days,
    events,
    monitors,
    workspaces:
      flags.workspaces === undefined
        ? [workspaceId]
        : Array.from({ length: workspaces }, (_, index) => `ws_${index + 1}`),
    rounds: repeat === true ? Number.POSITIVE_INFINITY : (repeat ?? 1),
  };
}

function readSpan(
  flags: PlanFlags,
  { time, show }: Pick<Session, "time" | "show">,
  now: number,
): { from: number; days: number } {
  if (flags.from === undefined) {
    const { days = 7 } = flags;
    return { from: Math.floor(now / day) * day - days * day, days };
  }
  const from = time(flags.from);
  const past = Math.floor((now - from) / day);
  if (past < 1)
    throw new UsageError(
      `Cannot take --from ${show(from)}: it must be a day ago at least, as nothing happens in the future`,
    );
  if (from < Date.UTC(1990, 0))
    throw new UsageError(`Cannot take --from ${show(from)}: it must be 1990 or later`);
  const { days = Math.min(7, past) } = flags;
  if (days > past)
    throw new UsageError(
      `Cannot take --days ${days} with --from ${show(from)}: it must be ${past} at most, as nothing happens in the future`,
    );
  return { from, days };
}
