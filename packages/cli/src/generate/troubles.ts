import { day, hour, minute, nextBusyMoment } from "./busy-hours.ts";
import type { MonitorLife } from "./lives.ts";
import { regionNames } from "./monitors.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { beginTrouble } from "./watch-monitor.ts";
import type { World } from "./world.ts";

/** Days between two of them, on average. */
const outageDays = { calm: 25, busy: 6, flaky: 12 };
const slowDays = { calm: 5, busy: 1, flaky: 3 };
const flapDays = 2;
const regionalOutageDays = 9;

const failures = [
  { statusCode: 503, message: "service unavailable" },
  { statusCode: 502, message: "bad gateway" },
  { statusCode: 500, message: "internal server error" },
  { message: "timeout" },
  { message: "connection refused" },
  { message: "TLS handshake failed" },
];

/** Lets a monitor have the troubles that it has by its temper, from now on. */
export function haveTroubles(world: World, monitor: MonitorLife): void {
  const random = monitor.random.fork("troubles");
  const { temper, workspace } = monitor;
  const again = (next: () => number, what: () => void) => {
    const plan = () =>
      world.at(next(), () => {
        if (monitor.phase === "deleted") return;
        what();
        plan();
      });
    plan();
  };
  again(
    () => world.now + random.wait(outageDays[temper] * day),
    () => breakDown(world, monitor, random),
  );
  // The more people use it the slower it is.
  again(
    () => nextBusyMoment(world.now, { perDay: 1 / slowDays[temper], ...workspace, random }),
    () => slowDown(world, monitor, random),
  );
  if (temper === "flaky")
    again(
      () => world.now + random.wait(flapDays * day),
      () => flap(world, monitor, random),
    );
}

/** Everywhere, for minutes, at times for hours. */
function breakDown(world: World, monitor: MonitorLife, random: SeededRandom): void {
  const cause = { status: "down", ...random.pick(failures) } as const;
  const lasts = random.around(9, 2.6) * minute;
  const { regions } = monitor;
  beginTrouble(world, monitor, { regions, lasts, cause });
  // What was mended in haste does not hold.
  if (!random.happens(0.2)) return;
  world.at(world.now + lasts + random.around(5, 1.5) * minute, () => {
    if (monitor.phase === "deleted") return;
    beginTrouble(world, monitor, { regions, lasts: random.around(5, 2) * minute, cause });
  });
}

/** In a region or two. */
function slowDown(world: World, monitor: MonitorLife, random: SeededRandom): void {
  const first = random.whole(0, monitor.regions.length - 1);
  const regions = monitor.regions.slice(first, first + random.whole(1, 2));
  const lasts = random.around(20, 2.2) * minute;
  beginTrouble(world, monitor, { regions, lasts, cause: { status: "degraded" } });
}

/** One region, down and up and down again. */
function flap(world: World, monitor: MonitorLife, random: SeededRandom): void {
  const region = random.pick(monitor.regions);
  const cause = { status: "down", ...random.pick(failures) } as const;
  let left = random.whole(4, 14);
  const once = () => {
    if (left-- === 0 || monitor.phase === "deleted") return;
    const lasts = monitor.period + random.wait(monitor.period);
    beginTrouble(world, monitor, { regions: [region], lasts, cause });
    world.at(world.now + lasts + monitor.period + random.wait(2 * monitor.period), once);
  };
  once();
}

/** Lets whole regions fail for everybody, from now on. */
export function haveRegionalOutages(
  world: World,
  monitors: Iterable<MonitorLife>,
  random: SeededRandom,
): void {
  for (const name of regionNames) {
    const own = random.fork(name);
    const plan = () =>
      world.at(world.now + hour + own.wait(regionalOutageDays * day), () => {
        failIn(world, { name, monitors, random: own });
        plan();
      });
    plan();
  }
}

/** For most monitors that are checked from there. */
function failIn(
  world: World,
  {
    name,
    monitors,
    random,
  }: { name: string; monitors: Iterable<MonitorLife>; random: SeededRandom },
): void {
  const lasts = random.around(14, 2) * minute;
  const share = 0.5 + random.next() / 2;
  for (const monitor of monitors) {
    const regions = monitor.regions.filter((region) => region.name === name);
    if (regions.length === 0 || !monitor.random.happens(share)) continue;
    const message = `no route from ${name}`;
    const cause = { status: "down", message, isRegional: true } as const;
    // Not all are well again at once.
    beginTrouble(world, monitor, { regions, lasts: lasts * monitor.random.around(1, 1.1), cause });
  }
}
