import type { ActiveMonitor, LivingMonitor } from "./monitor-state.ts";

type Checked = Pick<LivingMonitor, "regions" | "status" | "since" | "incidents">;
type Created = ActiveMonitor & { readonly name: string; readonly createdAt: number };

/**
 * Gives the monitor with what a check changed.
 *
 * Written out for a monitor that was created and goes on: nearly every event of one is a check, and to
 * copy its state without knowing its keys costs more than all the rest.
 */
export function afterCheck(
  living: LivingMonitor,
  { regions, status, since, incidents }: Checked,
): LivingMonitor {
  if (living.phase === "active") {
    const { phase, configuration, history } = living;
    if (hasKeys(living, named)) {
      const { name, createdAt } = living;
      return { phase, configuration, history, status, since, regions, incidents, name, createdAt };
    }
    if (hasKeys(living, namedWithUrl)) {
      const { name, url, createdAt } = living;
      return {
        phase,
        configuration,
        history,
        status,
        since,
        regions,
        incidents,
        name,
        url,
        createdAt,
      };
    }
  }
  // Set one by one: overriding keys in the literal costs four times as much.
  const next: { -readonly [Key in keyof LivingMonitor]: LivingMonitor[Key] } = { ...living };
  next.regions = regions;
  next.status = status;
  next.since = since;
  next.incidents = incidents;
  // Safe: a copy of a living monitor, with another value under keys that both kinds have.
  return next as LivingMonitor;
}

const facts = ["phase", "configuration", "history", "status", "since", "regions", "incidents"];
/** In the order in which a create puts them there. */
const named = [...facts, "name", "createdAt"];
const namedWithUrl = [...facts, "name", "url", "createdAt"];

function hasKeys(living: ActiveMonitor, keys: readonly string[]): living is Created {
  let count = 0;
  for (const key in living) {
    if (key !== keys[count]) return false;
    count += 1;
  }
  return count === keys.length;
}
