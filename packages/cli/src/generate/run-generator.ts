import { exitCodes } from "../exit-codes.ts";
import { startProgressBar } from "../print/progress-bar.ts";
import { safeJson } from "../print/safe-json.ts";
import type { Session } from "../session.ts";
import { settings, workingDirectory } from "../settings.ts";
import { chooseTarget, type TargetFlags } from "./choose-target.ts";
import { openTarget } from "./open-target.ts";
import type { Plan } from "./plan.ts";
import { type RunReport, runRounds } from "./run-rounds.ts";
import type { Shape } from "./shape.ts";

/** Flags that say how to send. */
export interface RunFlags {
  readonly shape: "audit" | "demo";
  readonly rate?: number;
  readonly sample?: true;
  readonly silent?: true;
}

/** What is asked for. */
export interface Run {
  readonly flags: RunFlags & TargetFlags;
  readonly session: Session;
  readonly plan: Plan;
}

/** Generates and sends, and says how far it came: also where it fails, or is ended by Ctrl-C. */
export async function runGenerator<Item>(shape: Shape<Item>, run: Run): Promise<void> {
  const { flags, session, plan } = run;
  const { out } = session;
  if (flags.sample)
    return out.write(safeJson(shape.sample(), out.mode === "ndjson" ? undefined : 2));
  const setting = settings({ env: process.env, directory: workingDirectory() });
  const target = await openTarget(shape, {
    kind: chooseTarget(flags, setting),
    flags,
    setting,
    transport: () => session.transport({ append: 60_000 }),
  });
  const report: RunReport = { events: 0, rounds: 0, until: undefined, isStopped: false };
  const begin = performance.now();
  const bar = startProgressBar("events", flags.silent ? { isSilent: true } : {});
  const stopping = stopBySignals();
  try {
    await runRounds(
      {
        shape,
        plan,
        rate: flags.rate,
        send: (items) => target.send(items),
        onSent: ({ events }, share) => bar.show(events, share),
        signal: stopping.signal,
      },
      report,
    );
  } catch (error) {
    bar.end();
    if (!flags.silent)
      process.stderr.write(`${counted(report)} acknowledged. ${again(run)} adds only the rest\n`);
    throw error;
  } finally {
    bar.end();
    stopping.end();
    // What it has to say by now is of no use.
    await target.close().catch(() => {});
  }
  await tell(run, { report, target: target.name, seconds: (performance.now() - begin) / 1000 });
  const isEndless = plan.rounds === Number.POSITIVE_INFINITY;
  if (report.isStopped && !isEndless) process.exitCode = exitCodes.interrupted;
}

interface Told {
  readonly report: RunReport;
  readonly target: string;
  readonly seconds: number;
}

async function tell(run: Run, { report, target, seconds }: Told): Promise<void> {
  const { flags, session, plan } = run;
  const { out, show } = session;
  const { events, rounds, until, isStopped } = report;
  const { seed, from, monitors, workspaces } = plan;
  if (out.mode !== "text") {
    const fleet = flags.shape === "demo" ? {} : { monitors: monitors * rounds, workspaces };
    return out.json({ events, rounds, seed, from, until, ...fleet, seconds, isStopped });
  }
  if (flags.silent) return;
  const speed = Math.round(events / Math.max(seconds, 0.001)).toLocaleString("en");
  const lines = [
    `${counted(report)} ${flags.stdout ? "written" : `acknowledged by ${target}`} in ${seconds.toFixed(1)} s, ${speed} a second`,
    ...(until === undefined ? [] : [`from ${show(from)} to ${show(until)} (${session.zone.name})`]),
    ...(isStopped ? [`Ended before its end. ${again(run)} adds only the rest`] : []),
    ...tooFew(run, report),
  ];
  if (flags.stdout) process.stderr.write(`${lines.join("\n")}\n`);
  else for (const line of lines) await out.line(line);
}

function tooFew({ plan }: Run, { events, rounds, isStopped }: RunReport): string[] {
  if (isStopped || plan.events === undefined || events >= plan.events * rounds) return [];
  return ["The days have no more: give more --days, or more --monitors"];
}

/** The day it is begun on counts, as it is where the past ends. */
function again({ plan: { from, days } }: Run): string {
  return `The same with --from ${new Date(from).toISOString()} --days ${days}`;
}

function counted({ events }: RunReport): string {
  return `${events.toLocaleString("en")} ${events === 1 ? "event" : "events"}`;
}

/** Ends by the first signal in good order, by the second at once. */
function stopBySignals(): { readonly signal: AbortSignal; end(): void } {
  const stopping = new AbortController();
  const stop = () => {
    if (stopping.signal.aborted) process.exit(exitCodes.interrupted);
    stopping.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: stopping.signal,
    end() {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}
