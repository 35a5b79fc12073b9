/**
 * A process for one contender in one case: it gives the digest of its answer, or the time of a run and what memory it took.
 *
 * @module
 */
import { groups } from "../groups.ts";
import { answerDigest } from "./answer-digest.ts";
import type { Task, Timed } from "./task.ts";
import { timeRuns } from "./time-runs.ts";

// Safe: `runTask` is the only one to start this process, and writes a task.
const task = JSON.parse(process.argv[2] ?? "") as Task;
const group = groups.find(({ name }) => name === task.group);
const contender = group?.contenders.find(({ name }) => name === task.contender);
if (contender === undefined) throw new Error(`Cannot find "${task.contender}" in "${task.group}"`);
const prepared = await contender.prepare(task.case, task.shared);
const result = task.what === "answer" ? answerDigest(await prepared.answer()) : await time();
await prepared.end?.();
process.stdout.write(JSON.stringify(result));

async function time(): Promise<Timed> {
  const spent = await timeRuns(() => prepared.run(), task.milliseconds, {
    clock: group?.clock,
    helpers: prepared.helpers,
  });
  const memory = await prepared.memory?.();
  return { cost: spent / task.case.work, ...(memory !== undefined && { memory }) };
}
