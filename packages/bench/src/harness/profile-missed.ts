import type { Case, Cell, Group } from "./group.ts";
import type { ProfiledFunction } from "./profile-run.ts";
import type { Judged } from "./run-group.ts";
import { runTask } from "./task.ts";

/** Where the time of a contender in a case goes. */
export interface Profile extends Cell {
  readonly functions: readonly ProfiledFunction[];
}

/** A profile of so long says as much as a longer one. */
const milliseconds = 500;

/**
 * Runs each contender and case that missed a goal once more, under the profiler, however many goals it
 * missed. Figures belong to no contender, and have no profile.
 */
export async function profileMissed(
  group: Group,
  cases: readonly Case[],
  goals: readonly Judged[],
  { worker, shared }: { readonly worker: string; readonly shared: unknown },
): Promise<Profile[]> {
  const missed = goals.flatMap(({ holds, of }) => (holds || of === undefined ? [] : [of]));
  const cells = new Map(missed.map((cell) => [JSON.stringify([cell.contender, cell.case]), cell]));
  const profiles: Profile[] = [];
  for (const { contender, case: name } of cells.values()) {
    const of = cases.find((each) => each.name === name);
    if (of === undefined) continue;
    const task = { what: "profile", group: group.name, contender, case: of } as const;
    const functions = await runTask(worker, { ...task, milliseconds, shared });
    // Safe: this is what a worker gives that is to profile.
    profiles.push({ contender, case: name, functions: functions as ProfiledFunction[] });
  }
  return profiles;
}
