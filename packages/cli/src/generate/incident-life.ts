import { minute } from "./busy-hours.ts";
import { envelopeOf, notify } from "./incident-notices.ts";
import type { IncidentLife, MonitorLife } from "./lives.ts";
import { respond } from "./responders.ts";
import type { World } from "./world.ts";

/** Gives the incident that a monitor which is down now belongs to: it goes on soon after its end, at times. */
export function nextIncident({ now }: World, monitor: MonitorLife): IncidentLife {
  const { key, name, lastIncident: last, random } = monitor;
  if (last !== undefined && now - last.resolvedAt < 10 * minute && random.happens(0.6)) return last;
  return {
    key: `${key}@${new Date(now).toISOString()}`,
    monitor,
    openings: 0,
    phase: "none",
    title: `${name} is down`,
    severity: random.happens(0.2) ? "critical" : "major",
    resolvedAt: 0,
  };
}

/** Opens an incident, or opens it again, and has people told of it. */
export function openIncident(world: World, incident: IncidentLife, causationId: string): void {
  const { monitor } = incident;
  monitor.incident = incident;
  incident.phase = "open";
  incident.openings += 1;
  const envelope = { ...envelopeOf(incident), causationId };
  const uid =
    incident.openings === 1
      ? world.record({
          ...envelope,
          action: "incident.create",
          metadata: {
            title: incident.title,
            severity: incident.severity,
            monitors: [`monitor:${monitor.key}`],
          },
        })
      : world.record({
          ...envelope,
          action: "incident.reopen",
          metadata: { reason: "The monitor is down again" },
        });
  respond(world, incident, uid);
}

/** Resolves an incident, and has people told of it. */
export function closeIncident(world: World, incident: IncidentLife, causationId: string): void {
  const { monitor } = incident;
  monitor.incident = undefined;
  monitor.lastIncident = incident;
  incident.phase = "resolved";
  incident.resolvedAt = world.now;
  const uid = world.record({
    ...envelopeOf(incident),
    action: "incident.resolve",
    causationId,
    metadata: {},
  });
  notify(world, incident, { type: "recovery", provider: 0, causationId: uid });
}
