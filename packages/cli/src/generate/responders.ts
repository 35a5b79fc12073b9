import { day, isNight, minute, nextBusyMoment } from "./busy-hours.ts";
import { envelopeOf, notify } from "./incident-notices.ts";
import type { IncidentLife } from "./lives.ts";
import type { Person } from "./workspaces.ts";
import type { World } from "./world.ts";

const messages = ["on it", "looking", "looks like the database", "rolling back", "known, wait"];
const causes = ["database failover", "expired certificate", "bad deploy", "upstream provider"];

/** Has people do what they do about an incident that was just opened: some answer late, some never. */
export function respond(world: World, incident: IncidentLife, openedBy: string): void {
  const { monitor, openings } = incident;
  const { workspace, random } = monitor;
  const isStill = (phase: IncidentLife["phase"]) =>
    incident.openings === openings && incident.phase === phase;
  notify(world, incident, { type: "alert", provider: 0, causationId: openedBy });
  world.at(world.now + 15 * minute, () => {
    if (isStill("open"))
      notify(world, incident, { type: "alert", provider: 1, causationId: openedBy });
  });
  if (random.happens(0.12)) return;
  const [median, spread] = isNight(world.now, workspace.offset) ? [16, 2.4] : [3, 2];
  world.at(world.now + random.around(median, spread) * minute, () => {
    if (isStill("open")) acknowledge(world, incident, openedBy, isStill);
  });
}

function acknowledge(
  world: World,
  incident: IncidentLife,
  causationId: string,
  isStill: (phase: IncidentLife["phase"]) => boolean,
): void {
  const { monitor } = incident;
  const { workspace, random } = monitor;
  const envelope = envelopeOf(incident);
  const viewer = workspace.people.find(({ isViewer }) => isViewer);
  if (viewer !== undefined && random.happens(0.03))
    world.record({
      ...envelope,
      action: "incident.acknowledge",
      ...by(viewer),
      outcome: "denied",
      metadata: {},
    });
  const responder = workspace.onCall(world.now);
  const uid = world.record({
    ...envelope,
    action: "incident.acknowledge",
    ...by(responder),
    causationId,
    metadata: random.happens(0.5) ? { message: random.pick(messages) } : {},
  });
  incident.phase = "acknowledged";
  const later = (median: number, then: () => void) =>
    world.at(world.now + random.around(median, 2) * minute, () => {
      if (isStill("acknowledged")) then();
    });
  if (random.happens(0.4))
    later(3, () => {
      const { actor } = random.pick(workspace.people.filter(({ isViewer }) => !isViewer));
      world.record({
        ...envelope,
        action: "incident.assign",
        ...by(responder),
        causationId: uid,
        metadata: { assigneeId: actor.id, assigneeName: actor.name ?? actor.id },
      });
    });
  if (random.happens(0.2)) later(6, () => reclassify(world, incident, responder));
  if (random.happens(0.35)) later(10, () => findCause(world, incident, responder));
  if (random.happens(0.15)) writeDown(world, incident, responder);
}

function reclassify(world: World, incident: IncidentLife, responder: Person): void {
  const from = incident.severity;
  const to = from === "major" ? "minor" : "major";
  incident.severity = to;
  world.record({
    ...envelopeOf(incident),
    action: "incident.reclassify",
    ...by(responder),
    metadata: { from, to, reason: to === "minor" ? "few users see it" : "not all users see it" },
  });
}

function findCause(world: World, incident: IncidentLife, responder: Person): void {
  const from = incident.title;
  const to = `${from}: ${incident.monitor.random.pick(causes)}`;
  incident.title = to;
  world.record({
    ...envelopeOf(incident),
    action: "incident.update",
    ...by(responder),
    metadata: { changes: [{ field: "title", from, to }] },
  });
}

/** Days later, at work. */
function writeDown(world: World, incident: IncidentLife, responder: Person): void {
  const { workspace, random } = incident.monitor;
  const time = nextBusyMoment(world.now + day, { perDay: 1, offset: workspace.offset, random });
  world.at(time, () => {
    if (incident.phase !== "resolved") return;
    world.record({
      ...envelopeOf(incident),
      action: "incident.update",
      ...by(responder),
      metadata: {
        changes: [{ field: "postmortem", to: `https://wiki.example/${incident.monitor.key}` }],
      },
    });
  });
}

/** Gives the fields that say who did it, and from where. */
export function by({ actor, context }: Person) {
  return { actor, context };
}
