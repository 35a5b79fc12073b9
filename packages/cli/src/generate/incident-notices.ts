import type { IncidentLife } from "./lives.ts";
import type { World } from "./world.ts";

/** Has people told by one of their providers, after the moment that this takes. */
export function notify(
  world: World,
  incident: IncidentLife,
  {
    type,
    provider: number,
    causationId,
  }: { type: "alert" | "recovery"; provider: 0 | 1; causationId: string },
): void {
  const { monitor } = incident;
  const provider = monitor.workspace.providers[number];
  const { targets: _, ...envelope } = envelopeOf(incident);
  world.at(world.now + monitor.random.around(900, 1.8), () =>
    world.record({
      ...envelope,
      id: `notification:${causationId}/${provider}`,
      action: "notification.sent",
      targets: [{ type: "incident", id: incident.key }],
      causationId,
      metadata: { provider, type },
    }),
  );
}

/** Gives what all events of an incident have. */
export function envelopeOf({ key, monitor }: IncidentLife) {
  return {
    workspaceId: monitor.workspace.name,
    id: `incident:${key}`,
    correlationId: `incident:${key}`,
    targets: [{ type: "monitor", id: monitor.key }],
  };
}
