import { readdir } from "node:fs/promises";
import { drainDirectory } from "./drain-directory.ts";
import type { Findings } from "./judge.ts";
import type { DrainOrder } from "./order.ts";
import type { Scenario } from "./scenario.ts";
import type { WorkerPool } from "./worker-pool.ts";

/**
 * Brings what spools hold to Tinybird, at first by another process where the scenario has one, which may
 * be killed, and gives how often it was.
 */
export async function drainAll(
  orders: readonly DrainOrder[],
  { drainer, drainerDies }: Scenario,
  pool: WorkerPool,
  { stuck }: Findings,
): Promise<number> {
  let kills = 0;
  for (const order of orders) {
    if (drainer === "worker" && !(await drainInWorker(order, drainerDies, pool))) kills += 1;
    const { outcome, code = "", setAside, corrupt } = await drainDirectory(order);
    if (outcome !== "empty" || setAside + corrupt > 0)
      stuck.push(`the drain ended ${outcome} ${code}, ${setAside} put aside, ${corrupt} corrupt`);
    // Also what others drained before.
    for (const name of await readdir(order.directory).catch(() => []))
      if (/\.(log|aside|corrupt)$/.test(name)) stuck.push(`${name} is left`);
  }
  return kills;
}

async function drainInWorker(order: DrainOrder, dies: number | undefined, pool: WorkerPool) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isDone = await pool.run(order, undefined, (worker) => {
    if (dies !== undefined) timer = setTimeout(() => worker.kill(), dies);
  });
  clearTimeout(timer);
  return isDone;
}
