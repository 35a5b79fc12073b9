import type { RecordedEvent } from "@audit/events";
import { day, minute, nextBusyMoment } from "./busy-hours.ts";
import { haveDeploys } from "./deploys.ts";
import { drawMonitor } from "./monitors.ts";
import { createMonitor, havePeople } from "./people.ts";
import { by } from "./responders.ts";
import { hashText, SeededRandom } from "./seeded-random.ts";
import { haveRegionalOutages } from "./troubles.ts";
import { drawWorkspace, type Workspace } from "./workspaces.ts";
import { beginWorld, type World } from "./world.ts";

/** What decides everything that is generated. */
export interface GenerateOptions {
  readonly seed: string;
  /** When it begins, in ms since epoch, UTC. */
  readonly from: number;
  readonly days: number;
  /** How many monitors there are over all workspaces; some are created on later days. */
  readonly monitors: number;
  /** The workspaces that share them. */
  readonly workspaces: readonly string[];
}

/**
 * Gives events of monitors and their incidents that look like life, in order of their time; pure.
 *
 * Same options, same events, `uid`s included; of fewer days it is the beginning. Another seed, another
 * `from`, another number of monitors or other workspaces give other entities, so that runs may stand side by side in
 * one store. Lazy: what is held grows with the monitors, not with the events.
 *
 * `recordedAt` is a moment after `timestamp`, and minutes after it where a region was cut off.
 */
export function* generateEvents(options: GenerateOptions): Generator<RecordedEvent, void> {
  const { seed, from, days, monitors: count, workspaces: names } = options;
  // What is generated is told apart by all that decides it, but for the days: of more, these are the first.
  const key = JSON.stringify([seed, from, count, names]);
  const code = hashText(key, 4).toString(36).slice(0, 4).padStart(4, "0");
  const random = new SeededRandom(key);
  const world = beginWorld(from, `generate-${code}`, random);
  const workspaces = names.map((name) => drawWorkspace(name, random.fork(`workspace ${name}`)));
  const fleets = workspaces.map((workspace, place) =>
    drawFleet(workspace, { count, place, of: workspaces.length, code }, random),
  );
  for (const [place, workspace] of workspaces.entries()) {
    const monitors = fleets[place] ?? [];
    const own = random.fork(`life of ${workspace.name}`);
    beginFleet(world, monitors, own);
    haveDeploys(world, { workspace, code: `${code}${place}-`, monitors }, own.fork("deploys"));
    havePeople(world, { workspace, monitors }, own.fork("people"));
  }
  // The same for every fleet: how many events a monitor has is known from a few.
  const regions = new SeededRandom(JSON.stringify(["regions", seed, from]));
  haveRegionalOutages(world, fleets.flat(), regions);
  yield* world.run(from + days * day);
}

function drawFleet(
  workspace: Workspace,
  { count, place, of, code }: { count: number; place: number; of: number; code: string },
  random: SeededRandom,
) {
  const numbers = Array.from({ length: count }, (_, number) => number).filter(
    (number) => number % of === place,
  );
  return numbers.map((number) =>
    drawMonitor({ number, code, workspace }, random.fork(`monitor ${number}`)),
  );
}

/** Most monitors come from files, at once; people add the others over the weeks. */
function beginFleet(
  world: World,
  monitors: ReturnType<typeof drawFleet>,
  random: SeededRandom,
): void {
  for (const [index, monitor] of monitors.entries()) {
    const { workspace } = monitor;
    if (index === 0 || random.happens(0.75)) {
      const time = world.now + random.next() * Math.min(10, 1 + monitors.length / 100) * minute;
      world.at(time, () => createMonitor(world, monitor, { actor: workspace.configurer }));
    } else {
      const { offset } = workspace;
      const time = world.now + random.wait(10 * day);
      const person = random.pick(workspace.people.filter(({ isViewer }) => !isViewer));
      world.at(nextBusyMoment(time, { perDay: 5, offset, random }), () =>
        createMonitor(world, monitor, by(person)),
      );
    }
  }
}
