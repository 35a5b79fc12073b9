import type { Context, DraftOf, monitorCreate } from "@audit/events";
import { hour, nextBusyMoment } from "./busy-hours.ts";
import type { MonitorLife } from "./lives.ts";
import { pickActive } from "./monitors.ts";
import { by } from "./responders.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { haveTroubles } from "./troubles.ts";
import { checkSoon } from "./watch-monitor.ts";
import type { Person, Workspace } from "./workspaces.ts";
import type { World } from "./world.ts";

/** Creates a monitor now; checks and troubles begin. */
export function createMonitor(
  world: World,
  monitor: MonitorLife,
  who: { actor: NonNullable<DraftOf<typeof monitorCreate>["actor"]>; context?: Context },
): void {
  const { name, url, regions } = monitor;
  monitor.phase = "active";
  world.record({
    ...envelopeOf(monitor),
    ...who,
    action: "monitor.create",
    metadata: { name, url },
  });
  for (const region of regions) checkSoon(world, monitor, region);
  haveTroubles(world, monitor);
}

/** Lets people of a workspace change its monitors, by day, from now on. */
export function havePeople(
  world: World,
  { workspace, monitors }: { workspace: Workspace; monitors: MonitorLife[] },
  random: SeededRandom,
): void {
  const { offset, people } = workspace;
  const perDay = 1 + monitors.length / 12;
  const plan = () =>
    world.at(nextBusyMoment(world.now, { perDay, offset, random }), () => {
      const monitor = pickActive(monitors, random);
      if (monitor !== undefined) work(world, { monitor, person: random.pick(people), random });
      plan();
    });
  plan();
}

function work(
  world: World,
  { monitor, person, random }: { monitor: MonitorLife; person: Person; random: SeededRandom },
): void {
  const luck = random.next();
  if (luck < 0.86 || monitor.incident !== undefined) return change(world, monitor, person, random);
  if (luck < 0.97) return pause(world, monitor, person, random);
  const reason = "not needed any more";
  const outcome = person.isViewer ? "denied" : "success";
  world.record({
    ...envelopeOf(monitor),
    ...by(person),
    action: "monitor.delete",
    outcome,
    metadata: { reason },
  });
  if (outcome === "success") monitor.phase = "deleted";
}

function change(world: World, monitor: MonitorLife, person: Person, random: SeededRandom): void {
  const [field, values] = random.pick([
    ["timeout", [5_000, 10_000, 20_000, 30_000]],
    ["alertAfter", [1, 2, 3]],
    ["channel", ["#ops", "#alerts", "#backend"]],
  ] as const);
  const from = monitor.configuration.get(field);
  const to = random.pick<string | number>(values);
  if (from === to) return;
  const outcome = person.isViewer ? "denied" : "success";
  if (outcome === "success") monitor.configuration.set(field, to);
  world.record({
    ...envelopeOf(monitor),
    ...by(person),
    action: "monitor.update",
    outcome,
    metadata: { changes: [{ field, ...(from === undefined ? {} : { from }), to }] },
  });
}

function pause(world: World, monitor: MonitorLife, person: Person, random: SeededRandom): void {
  const outcome = person.isViewer ? "denied" : "success";
  const metadata = { reason: "work on the network" };
  const envelope = { ...envelopeOf(monitor), ...by(person) };
  world.record({ ...envelope, action: "monitor.pause", outcome, metadata });
  if (outcome === "denied") return;
  monitor.phase = "paused";
  const { offset } = monitor.workspace;
  const back = nextBusyMoment(world.now + random.around(1, 2) * hour, {
    perDay: 8,
    offset,
    random,
  });
  world.at(back, () => {
    if (monitor.phase !== "paused") return;
    monitor.phase = "active";
    world.record({ ...envelope, action: "monitor.resume", metadata: {} });
    for (const region of monitor.regions) checkSoon(world, monitor, region);
  });
}

function envelopeOf({ key, workspace }: MonitorLife) {
  return {
    workspaceId: workspace.name,
    id: `monitor:${key}`,
    targets: [{ type: "monitor", id: key }],
  };
}
