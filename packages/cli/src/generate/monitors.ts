import { minute } from "./busy-hours.ts";
import type { MonitorLife, Trouble } from "./lives.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { Workspace } from "./workspaces.ts";

/** Where checks are made from. */
export const regionNames = ["gru", "fra", "iad", "sin", "syd", "lhr", "nrt", "jnb"];

const services = [
  ...["checkout", "search", "login", "catalog", "payments", "images", "webhooks", "docs"],
  ...["billing", "orders", "inventory", "mail", "exports", "reports", "feed", "gateway"],
  ...["sessions", "profiles", "uploads", "status"],
];
const parts = ["api", "web", "worker", "health", "cdn", "admin"];

/** Draws a monitor. Its key has `code`, so that those of another run are others. */
export function drawMonitor(
  { number, code, workspace }: { number: number; code: string; workspace: Workspace },
  random: SeededRandom,
): MonitorLife {
  const [service, part] = [random.pick(services), random.pick(parts)];
  const period = random.pick([30_000, minute, minute, minute, 5 * minute]);
  const first = random.whole(0, regionNames.length - 1);
  const luck = random.next();
  return {
    key: `${service}-${part}-${code}${number.toString(36)}`,
    name: `${service[0]?.toUpperCase()}${service.slice(1)} ${part === "api" || part === "cdn" ? part.toUpperCase() : part}`,
    url: `https://${service}.${workspace.name || "product"}.example/${part}`,
    workspace,
    period,
    temper: luck < 0.7 ? "calm" : luck < 0.9 ? "busy" : "flaky",
    regions: Array.from({ length: random.whole(3, 6) }, (_, index) => ({
      name: regionNames[(first + index) % regionNames.length] ?? "gru",
      shift: random.whole(0, period - 1),
      troubles: new Set<Trouble>(),
      seen: undefined,
    })),
    random,
    configuration: new Map<string, string | number>([
      ["timeout", 10_000],
      ["period", period],
    ]),
    phase: "none",
    incident: undefined,
    lastIncident: undefined,
  };
}

/** Gives one that is checked now; undefined where hardly any is. */
export function pickActive(
  monitors: readonly MonitorLife[],
  random: SeededRandom,
): MonitorLife | undefined {
  for (let tries = 0; tries < 8 && monitors.length > 0; tries++) {
    const monitor = random.pick(monitors);
    if (monitor.phase === "active") return monitor;
  }
  return undefined;
}
