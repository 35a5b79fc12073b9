import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { AuditEvent, BuiltInAction } from "@audit/events";
import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { type FaultCounts, randomFaults, startFaultProxy } from "@audit/store/faults";
import { drainDirectory } from "./drain-directory.ts";
import { type Findings, judge, noFindings } from "./judge.ts";
import { Ledger } from "./ledger.ts";
import type { EmitOrder } from "./order.ts";
import { runEmitter } from "./run-emitter.ts";
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
  const { seed, workspaceId, faultChance } = scenario;
  const findings = noFindings();
  const ledger = new Ledger();
  const proxy = await startFaultProxy({
    target: server.url,
    plan: randomFaults({ seed, chance: faultChance }),
  });
  const directoryOf = (emitter: number) =>
    join(folder, workspaceId, scenario.isShared ? "shared" : String(emitter));
  const lives = scenario.emitters.map(() => 0);
  let kills = 0;
  let drainKills = 0;
  let begin = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begin = resolve;
  });

  const emit = async (plan: EmitterPlan, emitter: number) => {
    for (const moment of [...plan.kills, undefined]) {
      const incarnation = lives[emitter] ?? 0;
      lives[emitter] = incarnation + 1;
      const order = orderFor(scenario, plan, {
        emitter,
        incarnation,
        url: proxy.url,
        token: server.token,
        directory: directoryOf(emitter),
      });
      const told = ledger.listener();
      if (!plan.isProcess) {
        begin();
        return runEmitter(order, told);
      }
      let appends = 0;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let killIfDue = () => {};
      const isDone = await pool.run(
        order,
        (message) => {
          told(message);
          if (message.kind === "receipts") appends += 1;
          killIfDue();
        },
        (worker) => {
          begin();
          killIfDue = () => {
            if (moment !== undefined && appends >= moment.appends)
              timer ??= setTimeout(() => worker.kill(), moment.ms);
          };
          killIfDue();
        },
      );
      clearTimeout(timer);
      if (isDone) return;
      kills += 1;
    }
  };
  const endFaults = async () => {
    await hasBegun;
    await wait(scenario.faultsLast);
    proxy.follow();
  };
  const drain = async (directory: string) => {
    const order = { kind: "drain", url: proxy.url, token: server.token, directory } as const;
    if (scenario.drainer === "worker") {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const isDone = await pool.run(order, undefined, (worker) => {
        const { drainerDies } = scenario;
        if (drainerDies !== undefined) timer = setTimeout(() => worker.kill(), drainerDies);
      });
      clearTimeout(timer);
      if (!isDone) drainKills += 1;
    }
    const { outcome, code = "", setAside, corrupt } = await drainDirectory(order);
    if (outcome !== "empty" || setAside + corrupt > 0)
      findings.stuck.push(`the drain ended ${outcome} ${code}, ${setAside} put aside`);
    for (const name of await readdir(directory).catch(() => []))
      if (/\.(log|aside|corrupt)$/.test(name)) findings.stuck.push(`${name} is left`);
  };

  const events: AuditEvent<BuiltInAction>[] = [];
  try {
    await Promise.all([endFaults(), ...scenario.emitters.map(emit)]);
    const directories = new Set(scenario.emitters.map((_, emitter) => directoryOf(emitter)));
    for (const directory of directories) await drain(directory);
    await proxy.stop();
    const transport = fetchTransport({ ...server, deadlines: { query: 60_000 } });
    const store = new TinybirdEventStore({ transport, pageSize: 100 });
    for await (const event of store.readAll({ workspaceId })) events.push(event);
    judge(events, ledger, { scenario, lives }, findings);
  } catch (cause) {
    findings.broken.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  } finally {
    await proxy.stop().catch(() => undefined);
  }
  const copies = events.reduce((sum, { copies }) => sum + copies - 1, 0);
  const { counts: faults } = proxy;
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
