import { type Findings, noFindings } from "./judge.ts";
import type { RunResult } from "./run-scenario.ts";

/** What all runs together came to. */
export class Figures {
  readonly seed: number;
  /** Seeds of runs in which anything is wrong, and what. */
  readonly failures: { readonly seed: number; readonly findings: Findings }[] = [];
  readonly findings: Findings = noFindings();
  readonly #counts: Record<string, number> = {};
  readonly #statuses: Record<string, number> = {};
  readonly #rejected: Record<string, number> = {};
  readonly #faults: Record<string, number> = {};

  constructor(seed: number) {
    this.seed = seed;
  }

  /** Adds a run, and gives whether nothing is wrong with it. */
  add({ scenario, ledger, findings, faults, ...run }: RunResult): boolean {
    add(this.#counts, {
      runs: 1,
      sent: ledger.sent.size,
      acknowledged: ledger.acknowledged.size,
      notDone: ledger.notDone.size,
      confirmed: ledger.confirmed,
      stored: run.stored,
      copies: run.copies,
      kills: run.kills,
      drainKills: run.drainKills,
      clockFaults: scenario.emitters.reduce((sum, { clock }) => sum + clock.length, 0),
    });
    add(this.#statuses, ledger.statuses);
    add(this.#rejected, ledger.rejections);
    add(this.#faults, faults);
    let isClean = true;
    for (const [kind, found] of Object.entries(findings)) {
      // Safe: both are findings.
      this.findings[kind as keyof Findings].push(...found);
      if (found.length > 0) isClean = false;
    }
    if (!isClean) this.failures.push({ seed: scenario.seed, findings });
    return isClean;
  }

  count(name: "runs" | "sent" | "acknowledged" | "stored" | "copies" | "kills"): number {
    return this.#counts[name] ?? 0;
  }

  /** How many requests had a fault. */
  get faults(): number {
    const { none: _, ...faults } = this.#faults;
    return sum(faults);
  }

  /** Gives the figures as lines. */
  text(): string {
    const counts = (name: string) => this.#counts[name] ?? 0;
    const { lost, doubled, disordered, invented, untrue, stuck, broken } = this.findings;
    const { none = 0, ...faults } = this.#faults;
    const lines: [string, string | number][] = [
      ["seed", this.seed],
      ["runs", counts("runs")],
      ["events sent", counts("sent")],
      ["  acknowledged", counts("acknowledged")],
      ["  of them pending at first", counts("confirmed")],
      ...rows(this.#statuses, "  told "),
      ["appends rejected", sum(this.#rejected)],
      ...rows(this.#rejected, "  "),
      ["events said to be not done", counts("notDone")],
      ["events stored", counts("stored")],
      ["  copies that reading dropped", counts("copies")],
      ["LOST", lost.length],
      ["DOUBLED", doubled.length],
      ["OUT OF ORDER", disordered.length],
      ["INVENTED", invented.length],
      ["there though NOT DONE", untrue.length],
      ["STUCK in a spool", stuck.length],
      ["runs that BROKE", broken.length],
      ["requests without a fault", none],
      ["requests with a fault", this.faults],
      ...rows(faults, "  "),
      ["clocks that jumped or stood", counts("clockFaults")],
      ["emitters killed with -9", counts("kills")],
      ["drains killed with -9", counts("drainKills")],
    ];
    return lines.map(([name, value]) => `  ${name.padEnd(32)} ${value}`).join("\n");
  }
}

/** Says of a run what is wrong, and how to run it again. */
export function failureText(seed: number, findings: Findings): string {
  const lines = Object.entries(findings).flatMap(([kind, found]: [string, string[]]) =>
    found.slice(0, 5).map((each) => `  ${kind}: ${each}`),
  );
  const again = `again: pnpm test:soak --seed ${seed} --runs 1`;
  return [`run ${seed} failed; ${again}`, ...lines].join("\n");
}

function add(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count;
}

function rows(counts: Readonly<Record<string, number>>, before: string): [string, number][] {
  return Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => [`${before}${name}`, count]);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
