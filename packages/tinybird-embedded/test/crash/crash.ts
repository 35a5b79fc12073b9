import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countEvents, type Figures } from "./figures.ts";
import { isClean } from "./findings.ts";
import { openGateway } from "./gateway.ts";
import { KillMoment } from "./kill-moment.ts";
import { Ledger } from "./ledger.ts";
import { Lives } from "./lives.ts";
import { writeProject } from "./projects.ts";
import { randomFrom } from "./random.ts";
import { forceRebuild } from "./rebuild.ts";
import { drawRounds, type Round } from "./rounds.ts";
import { Target } from "./target.ts";
import { verify } from "./verify.ts";
import { startWriters } from "./writers.ts";

/** Rounds between two looks at the data. */
const verifyEvery = 10;

/** How long to go on, and with which chances. */
export interface CrashOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Ends it early, with nothing left behind. */
  readonly signal: AbortSignal;
}

/**
 * Kills a server with -9 again and again while clients write to it, and holds what it stored against what they know.
 *
 * @throws If a start does not open, or the server ends by itself.
 */
export async function crash({ rounds, seed, signal }: CrashOptions): Promise<Figures> {
  const directory = await mkdtemp(join(tmpdir(), "tinybird-crash-"));
  const data = join(directory, "data");
  // Each has its own, so that the timing of one does not change what the others draw.
  const draw = (stream: number) => randomFrom(seed + stream);
  const ledger = new Ledger();
  const target = new Target();
  const lives = new Lives({ data, ledger, target, moment: new KillMoment(draw(1)) });
  const gateway = await openGateway(ledger, target);
  const writers = startWriters(ledger, target, gateway.url, draw(2));
  const end = () => void lives.end();
  signal.addEventListener("abort", end);
  let project = await writeProject(directory, 0);
  let firstAnomaly: string | undefined;

  const play = async (round: Round): Promise<void> => {
    if (round === "running") return lives.killAtWork(project);
    if (round === "deploying") project = await writeProject(directory, project.version + 1);
    if (round === "rebuilding") await forceRebuild(data);
    return lives.killAtStart(project, round);
  };
  const look = async (round: number) => {
    const url = await lives.start(project);
    await writers.pause();
    const findings = await verify(ledger, project, url);
    if (!isClean(findings)) firstAnomaly ??= `found after round ${round}`;
    return findings;
  };

  try {
    for (const [index, round] of drawRounds(rounds, draw(3)).entries()) {
      signal.throwIfAborted();
      await play(round);
      const number = index + 1;
      if (number % verifyEvery !== 0 || number === rounds) continue;
      await look(number);
      await lives.kill();
      writers.resume();
    }
    const findings = await look(rounds);
    writers.stop();
    await writers.over;
    return {
      seed,
      rounds,
      kills: lives.kills,
      starts: lives.starts,
      slowestStartMilliseconds: lives.slowestStartMilliseconds,
      versions: project.version + 1,
      requests: ledger.requests,
      ...countEvents(ledger),
      stored: findings.stored,
      repeatedRequests: gateway.repeats,
      repeatedEvents: findings.repeated,
      refusals: ledger.refusals,
      violations: ledger.violations,
      givenUp: ledger.givenUp,
      views: project.views.length,
      anomalies: findings.anomalies,
      firstAnomaly,
    };
  } finally {
    signal.removeEventListener("abort", end);
    writers.stop();
    target.isOver();
    await lives.end();
    await gateway.close();
    await writers.over.catch(() => undefined);
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
