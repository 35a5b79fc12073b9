/**
 * A process for one contender in one case: it gives the digest of its answer, the time of a run and what memory it
 * took, or where the time goes. Or for the figures of a group.
 *
 * @module
 */
import { groups } from "../groups.ts";
import { answerDigest } from "./answer-digest.ts";
import { profileRun } from "./profile-run.ts";
import type { FigureTask, Task, Timed } from "./task.ts";
import { timeRuns } from "./time-runs.ts";

// Safe: `runTask` is the only one to start this process, and writes a task.
const task = JSON.parse(process.argv[2] ?? "") as Task | FigureTask;
const group = groups.find(({ name }) => name === task.group);
const result =
  task.what === "figures" ? ((await group?.figures?.(task)) ?? []) : await runContender(task);
process.stdout.write(JSON.stringify(result));

async function runContender(asked: Task): Promise<unknown> {
  const { what, case: of, milliseconds, shared } = asked;
  const contender = group?.contenders.find(({ name }) => name === asked.contender);
  if (contender === undefined)
    throw new Error(`Cannot find "${asked.contender}" in "${asked.group}"`);
  const prepared = await contender.prepare(of, shared);
  try {
    if (what === "profile")
      return await profileRun(() => timeRuns(() => prepared.run(), milliseconds));
    if (what !== "time") {
      const digest = answerDigest(await prepared.answer());
      if (what === "smoke") await prepared.run();
      return digest;
    }
    const { helpers } = prepared;
    const spent = await timeRuns(() => prepared.run(), milliseconds, {
      clock: group?.clock,
      helpers,
    });
    const memory = await prepared.memory?.();
    return { cost: spent / of.work, ...(memory !== undefined && { memory }) } satisfies Timed;
  } finally {
    await prepared.end?.();
  }
}
