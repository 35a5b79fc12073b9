import type { Incident, Monitor } from "@audit/projections";
import type { Workspace } from "../state/workspace.ts";
import { Refusal } from "./refusal.ts";

/** A monitor that can be changed. */
export type LivingMonitor = Extract<Monitor, { readonly phase: "active" | "paused" }>;

/** An incident that was opened. */
export type KnownIncident = Exclude<Incident, { readonly phase: "none" }>;

/** An entity of a request: its stream, its key, and its state now. */
export interface KnownEntity<State> {
  readonly id: string;
  readonly key: string;
  readonly state: State;
}

/** Gives the id of a stream, of its key or of itself. */
export function streamId(type: "monitor" | "incident", given: string): string {
  return given.startsWith(`${type}:`) ? given : `${type}:${given}`;
}

/** @throws {Refusal} 404 where nothing is known of it, 409 where it is deleted */
export function knownMonitor(workspace: Workspace, given: string): KnownEntity<LivingMonitor> {
  const id = streamId("monitor", given);
  const state = workspace.monitor(id);
  if (state.phase === "none")
    throw new Refusal(404, "no_such_monitor", "There is no monitor of this key");
  if (state.phase === "deleted")
    throw new Refusal(
      409,
      "monitor_deleted",
      "Cannot change the monitor as it must not be deleted",
    );
  return { id, key: id.slice("monitor:".length), state };
}

/** @throws {Refusal} 404 where nothing is known of it */
export function knownIncident(workspace: Workspace, given: string): KnownEntity<KnownIncident> {
  const id = streamId("incident", given);
  const state = workspace.incident(id);
  if (state.phase === "none")
    throw new Refusal(404, "no_such_incident", "There is no incident of this key");
  return { id, key: id.slice("incident:".length), state };
}

/** @throws {Refusal} 409 unless the incident is in one of these phases */
export function requirePhase(
  state: KnownIncident,
  ...phases: readonly KnownIncident["phase"][]
): void {
  if (!phases.includes(state.phase))
    throw new Refusal(
      409,
      "wrong_phase",
      `Cannot change the incident so as it must be ${phases.join(" or ")}: it is ${state.phase}`,
    );
}
