import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { AuditEvent, BuiltInAction } from "@audit/events";
import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { type FaultCounts, randomFaults, startFaultProxy } from "@audit/store/faults";
import { drainAll } from "./drain-all.ts";
import { type Findings, judge, noFindings } from "./judge.ts";
import { Ledger } from "./ledger.ts";
import type { EmitOrder } from "./order.ts";
import { playEmitter } from "./play-emitter.ts";
import type { EmitterPlan, Scenario } from "./scenario.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** Where scenarios run. */
export interface Stage {
  readonly server: { readonly url: string; readonly token: string };
  readonly pool: WorkerPool;
  /** For the spools. */
  readonly folder: string;
}

/** What happened in a run. */
export interface RunResult {
  readonly scenario: Scenario;
  readonly ledger: Ledger;
  readonly findings: Findings;
  readonly faults: FaultCounts;
  /** How many emitters were killed, and how many that drained. */
  readonly kills: number;
  readonly drainKills: number;
  readonly stored: number;
  /** Deliveries beyond the first. */
  readonly copies: number;
}

/** Plays a scenario, brings what is left to Tinybird, and holds what is there against what was said. */
export async function runScenario(scenario: Scenario, stage: Stage): Promise<RunResult> {
  const { server, pool, folder } = stage;
  const { seed, workspaceId, emitters } = scenario;
  const [findings, ledger] = [noFindings(), new Ledger()];
  // Another seed: the same would give the faults that go with the draws of the scenario.
  const plan = randomFaults({ seed: seed + 1_000_003, chance: scenario.faultChance });
  const proxy = await startFaultProxy({ target: server.url, plan });
  const at = { url: proxy.url, token: server.token };
  const directoryOf = (emitter: number) =>
    join(folder, workspaceId, scenario.isShared ? "shared" : String(emitter));
  let began = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    began = resolve;
  });
  const endFaults = async () => {
    await hasBegun;
    await wait(scenario.faultsLast);
    proxy.follow();
  };
  const play = (emitter: EmitterPlan, number: number) =>
    playEmitter({
      plan: emitter,
      pool,
      orderOf: (incarnation) => {
        const place = { emitter: number, incarnation, directory: directoryOf(number) };
        return orderFor(scenario, emitter, { ...at, ...place });
      },
      listener: () => ledger.listener(),
      began,
    });

  const events: AuditEvent<BuiltInAction>[] = [];
  let [kills, drainKills] = [0, 0];
  try {
    const [, ...deaths] = await Promise.all([endFaults(), ...emitters.map(play)]);
    kills = deaths.reduce((sum, count) => sum + count, 0);
    const directories = [...new Set(emitters.map((_, number) => directoryOf(number)))];
    const orders = directories.map((directory) => ({ kind: "drain" as const, ...at, directory }));
    drainKills = await drainAll(orders, scenario, pool, findings);
    await proxy.stop();
    const transport = fetchTransport({ ...server, deadlines: { query: 60_000 } });
    const store = new TinybirdEventStore({ transport, pageSize: 100 });
    for await (const event of store.readAll({ workspaceId })) events.push(event);
    judge(events, ledger, { scenario, lives: deaths.map((count) => count + 1) }, findings);
  } catch (cause) {
    findings.broken.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    await proxy.stop().catch(() => undefined);
  }
  const copies = events.reduce((sum, { copies }) => sum + copies - 1, 0);
  const faults = proxy.counts;
  return { scenario, ledger, findings, faults, kills, drainKills, stored: events.length, copies };
}

function orderFor(
  { seed, workspaceId, client, policy, upPolicy, deadline, retries }: Scenario,
  { calls, callers, pause, lasts, clock }: EmitterPlan,
  place: Pick<EmitOrder, "emitter" | "incarnation" | "url" | "token" | "directory">,
): EmitOrder {
  const whose = { kind: "emit", seed, workspaceId, client, policy, upPolicy } as const;
  return { ...whose, deadline, retries, calls, callers, pause, lasts, clock, ...place };
}
