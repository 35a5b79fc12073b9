import { minute, nextBusyMoment } from "./busy-hours.ts";
import type { MonitorLife } from "./lives.ts";
import { pickActive } from "./monitors.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { beginTrouble } from "./watch-monitor.ts";
import type { Workspace } from "./workspaces.ts";
import type { World } from "./world.ts";

/** Lets people of a workspace deploy, by day, from now on: most of it goes well. */
export function haveDeploys(
  world: World,
  { workspace, code, monitors }: { workspace: Workspace; code: string; monitors: MonitorLife[] },
  random: SeededRandom,
): void {
  let number = 0;
  const { offset } = workspace;
  const perDay = 0.5 + monitors.length / 40;
  const plan = () =>
    world.at(nextBusyMoment(world.now, { perDay, offset, random }), () => {
      const monitor = pickActive(monitors, random);
      if (monitor !== undefined)
        deploy(world, monitor, { key: `deploy-${code}${++number}`, number, random });
      plan();
    });
  plan();
}

function deploy(
  world: World,
  monitor: MonitorLife,
  { key, number, random }: { key: string; number: number; random: SeededRandom },
): void {
  const { workspace } = monitor;
  const person = random.pick(workspace.people.filter(({ isViewer }) => !isViewer));
  const envelope = {
    workspaceId: workspace.name,
    id: `maintenance:${key}`,
    correlationId: `maintenance:${key}`,
    actor: workspace.deployer(person),
    targets: [{ type: "monitor", id: monitor.key }],
  };
  const lasts = random.around(4, 1.5) * minute;
  const service = monitor.name.split(" ")[0] ?? monitor.name;
  const started = world.record({
    ...envelope,
    action: "maintenance.start",
    metadata: {
      title: `Deploy ${service} 1.${number}.${random.whole(0, 9)}`,
      monitors: [`monitor:${monitor.key}`],
      until: world.now + 10 * minute,
    },
  });
  const luck = random.next();
  const { regions } = monitor;
  if (luck < 0.1) {
    const message = "bad gateway after a deploy";
    const cause = { status: "down", statusCode: 502, message } as const;
    beginTrouble(world, monitor, { regions, lasts: lasts + 2 * minute, cause });
  } else if (luck < 0.35)
    beginTrouble(world, monitor, { regions, lasts: lasts / 2, cause: { status: "degraded" } });
  world.at(world.now + lasts, () =>
    world.record({
      ...envelope,
      action: "maintenance.end",
      causationId: started,
      metadata: { message: luck < 0.1 ? "rolled back" : "done" },
    }),
  );
}
