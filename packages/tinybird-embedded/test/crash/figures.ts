import type { Anomalies } from "./findings.ts";
import type { Ledger } from "./ledger.ts";
import type { Round } from "./rounds.ts";

/** What happened, in numbers, and what is wrong. */
export interface Figures {
  readonly seed: number;
  readonly rounds: number;
  /** By what the server was at when it was killed. */
  readonly kills: Readonly<Record<Round, number>>;
  /** Starts that were not killed; each one opened, or there would be no figures. */
  readonly starts: number;
  readonly slowestStartMilliseconds: number;
  readonly versions: number;
  /** Requests that may have reached a server. */
  readonly requests: number;
  readonly events: number;
  readonly acknowledged200: number;
  readonly acknowledged202: number;
  readonly unknown: number;
  readonly stored: number;
  /** Times that zod-bird sent a request again. */
  readonly repeatedRequests: number;
  readonly repeatedEvents: number;
  readonly refusals: readonly string[];
  readonly violations: readonly string[];
  readonly givenUp: number;
  readonly views: number;
  readonly anomalies: Anomalies;
  /** The first verification that found anything, by its round. */
  readonly firstAnomaly: string | undefined;
}

/** What the clients know of their events. */
export function countEvents({ batches }: Ledger) {
  const counts = { events: 0, acknowledged200: 0, acknowledged202: 0, unknown: 0 };
  for (const { events, answered200, answered202 } of batches) {
    counts.events += events.length;
    if (answered200 > 0) counts.acknowledged200 += events.length;
    else if (answered202 > 0) counts.acknowledged202 += events.length;
    else counts.unknown += events.length;
  }
  return counts;
}

/** Writes the figures as one block of lines. */
export function figuresText(figures: Figures): string {
  const { kills, anomalies } = figures;
  const lines: [string, string | number][] = [
    ["seed (CRASH_SEED)", figures.seed],
    ["rounds", figures.rounds],
    ["kills -9", Object.values(kills).reduce((sum, count) => sum + count, 0)],
    ["  while running under load", kills.running],
    ["  while starting", kills.starting],
    ["  while starting, new project", kills.deploying],
    ["  while starting, rebuilding", kills.rebuilding],
    ["starts that opened", figures.starts],
    ["slowest start", `${Math.round(figures.slowestStartMilliseconds)} ms`],
    ["versions of the project", figures.versions],
    ["requests", figures.requests],
    ["events sent", figures.events],
    ["  acknowledged with 200", figures.acknowledged200],
    ["  acknowledged with 202", figures.acknowledged202],
    ["  unknown to the client", figures.unknown],
    ["rows stored", figures.stored],
    ["requests zod-bird sent again", figures.repeatedRequests],
    ["events stored again by that", figures.repeatedEvents],
    ["refused with 5xx", figures.refusals.length],
    ["batches zod-bird gave up", figures.givenUp],
    ["answers that may not be", figures.violations.length],
    ["LOST", anomalies.lost.length],
    ["DOUBLED", anomalies.doubled.length],
    ["CHANGED or never sent", anomalies.changed.length],
    ["requests stored IN PART", anomalies.inPart.length],
    ["recorded_at OUTSIDE of request", anomalies.misdated.length],
    [`views that DIFFER of ${figures.views}`, anomalies.differentViews.length],
    ["defaults that MOVE", anomalies.movingDefaults.length],
    ["data sources with QUARANTINE", anomalies.quarantined.length],
  ];
  const examples = Object.entries({
    ...anomalies,
    refusals: figures.refusals,
    violations: figures.violations,
  })
    .filter(([, all]) => all.length > 0)
    .flatMap(([kind, all]) => all.slice(0, 5).map((each) => `${kind}: ${each}`));
  return [
    "Crash test",
    ...lines.map(([name, value]) => `  ${name.padEnd(32)} ${value}`),
    ...(figures.firstAnomaly === undefined ? [] : [`  first anomaly: ${figures.firstAnomaly}`]),
    ...examples.map((example) => `  ${example}`),
  ].join("\n");
}
