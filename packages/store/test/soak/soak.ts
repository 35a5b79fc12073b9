import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTinybird } from "@audit/tinybird-embedded";
import { project } from "../embedded.ts";
import { Figures } from "./figures.ts";
import type { Findings } from "./judge.ts";
import { runScenario } from "./run-scenario.ts";
import { drawScenario, type Fixed } from "./scenario.ts";
import { WorkerPool } from "./worker-pool.ts";

/** How long to go on, and from which seed. */
export interface SoakOptions {
  readonly runs: number;
  /** Of the first run; each that follows has the next. */
  readonly seed: number;
  readonly fixed?: Fixed | undefined;
  /** Ends it before the next run, with nothing left behind. */
  readonly signal?: AbortSignal | undefined;
  readonly failed?: (seed: number, findings: Findings) => void;
}

// Most of a run is waiting for clocks, so several share the two cores of a small machine.
const sideBySide = 6;

/** Plays many scenarios against one embedded server, and gives what they came to. */
export async function soak(options: SoakOptions): Promise<Figures> {
  const { runs, seed, fixed, signal } = options;
  const folder = await mkdtemp(join(tmpdir(), "audit-soak-"));
  const pool = new WorkerPool(Math.min(4, runs));
  const figures = new Figures(seed);
  const server = await startTinybird({ project, logLevel: "error" }).catch(
    async (cause: unknown) => {
      await pool.end();
      throw cause;
    },
  );
  try {
    let next = 0;
    const play = async () => {
      while (next < runs && !signal?.aborted) {
        const scenario = drawScenario(seed + next, fixed);
        next += 1;
        const result = await runScenario(scenario, { server, pool, folder });
        if (!figures.add(result)) options.failed?.(scenario.seed, result.findings);
        await rm(join(folder, scenario.workspaceId), { recursive: true, force: true });
      }
    };
    await Promise.all(Array.from({ length: sideBySide }, play));
    return figures;
  } finally {
    await pool.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
