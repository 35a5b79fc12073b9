import type { Policy } from "@audit/store";
import { seededRandom } from "../../src/faults/seeded-random.ts";
import type { ClockFault, EmitOrder } from "./order.ts";

/** What one run does; its seed fixes all of it. */
export interface Scenario {
  readonly seed: number;
  readonly workspaceId: string;
  readonly client: "fetch" | "zod-bird";
  readonly policy: Policy;
  readonly upPolicy: Policy;
  readonly deadline: number;
  readonly retries: number;
  readonly emitters: readonly EmitterPlan[];
  /** Whether all emitters share one spool. */
  readonly isShared: boolean;
  /** Ms for which faults happen, and how often. */
  readonly faultsLast: number;
  readonly faultChance: number;
  /** Who drains in the end, and after how many ms it is killed and this process does the rest. */
  readonly drainer: "here" | "worker";
  readonly drainerDies: number | undefined;
}

/** What one emitter does. */
export interface EmitterPlan
  extends Pick<EmitOrder, "calls" | "callers" | "pause" | "lasts" | "clock"> {
  /** Whether it has a process of its own, which can be killed. */
  readonly isProcess: boolean;
  /** When it is killed with -9; each time it comes again. */
  readonly kills: readonly KillMoment[];
}

/** A moment of a process: after it has told of so many appends, and then so many ms. */
export interface KillMoment {
  readonly appends: number;
  readonly ms: number;
}

/** What may be fixed of a scenario. */
export interface Fixed {
  readonly policy?: Policy | undefined;
  readonly kills?: number | undefined;
}

const hour = 3_600_000;

/** Draws a scenario from its seed. */
export function drawScenario(seed: number, fixed: Fixed = {}): Scenario {
  const random = seededRandom(seed);
  const policies: readonly Policy[] = ["throw", "spool", "spool", "drop"];
  const policy = fixed.policy ?? random.pick(policies);
  const areKilled = fixed.kills !== undefined || random.happens(0.3);
  const clock = (calls: number): ClockFault[] =>
    Array.from({ length: random.happens(0.5) ? random.whole(1, 3) : 0 }, () => ({
      call: random.whole(0, calls - 1),
      does: random.pick([-hour, 24 * hour, "stop", "go"] as const),
    }));
  const kill = (): KillMoment =>
    random.happens(0.3)
      ? { appends: 0, ms: random.whole(0, 200) }
      : { appends: random.whole(1, 15), ms: random.whole(0, 15) };
  const emitter = (): EmitterPlan => {
    const calls = random.whole(5, 40);
    return {
      calls,
      callers: random.whole(1, 4),
      pause: random.whole(0, 20),
      lasts: random.whole(200, 700),
      clock: clock(calls),
      isProcess: areKilled,
      kills: areKilled ? Array.from({ length: fixed.kills ?? random.whole(0, 2) }, kill) : [],
    };
  };
  return {
    seed,
    workspaceId: `soak-${seed}`,
    client: random.happens(0.8) ? "fetch" : "zod-bird",
    policy,
    upPolicy: random.happens(0.5) ? policy : random.pick(policies),
    deadline: random.whole(200, 1_500),
    retries: random.whole(0, 3),
    emitters: Array.from({ length: random.whole(1, 3) }, emitter),
    isShared: random.happens(0.5),
    faultsLast: random.whole(200, 1_000),
    faultChance: random.pick([0, 0.2, 0.5, 0.8]),
    drainer: areKilled && random.happens(0.5) ? "worker" : "here",
    drainerDies: random.happens(0.5) ? random.whole(1, 60) : undefined,
  };
}
