import { compareAnswers } from "./compare-answers.ts";
import { contendersIn } from "./contenders-in.ts";
import type { Case, Cell, Group } from "./group.ts";
import type { RunOptions } from "./run-group.ts";
import { runTask, type Timed } from "./task.ts";

/**
 * Times each contender in each case, round by round, once all are known to come to the same; gives the times of a round
 * by {@link keyOf}.
 *
 * @throws {Error} when two contenders do not come to the same
 */
export async function timeRounds(
  group: Group,
  cases: readonly Case[],
  options: RunOptions,
  shared: unknown,
): Promise<readonly Map<string, Timed>[]> {
  await compareAnswers(group, cases, options, shared);
  if (options.smoke) return [ranOnce(group, cases)];
  const rounds: Map<string, Timed>[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    options.tell(`${group.name}: round ${round + 1} of ${options.rounds}`);
    rounds.push(await timeAll(group, cases, options, { round, shared }));
  }
  return rounds;
}

/** No times: what ran once and shortly says nothing of them. */
function ranOnce(group: Group, cases: readonly Case[]): Map<string, Timed> {
  return new Map(
    cases.flatMap((of) =>
      contendersIn(group, of).map((contender) => [
        keyOf({ contender, case: of.name }),
        { cost: 0 },
      ]),
    ),
  );
}

async function timeAll(
  group: Group,
  cases: readonly Case[],
  { worker, milliseconds }: RunOptions,
  { round, shared }: { readonly round: number; readonly shared: unknown },
): Promise<Map<string, Timed>> {
  const costs = new Map<string, Timed>();
  for (const of of cases) {
    const names = contendersIn(group, of);
    const first = round % names.length;
    for (const contender of [...names.slice(first), ...names.slice(0, first)]) {
      const what = { what: "time", group: group.name, contender } as const;
      const timed = await runTask(worker, { ...what, case: of, milliseconds, shared });
      // Safe: this is what a worker gives that is to time.
      costs.set(keyOf({ contender, case: of.name }), timed as Timed);
    }
  }
  return costs;
}

/** Gives the name of a contender in a case. */
export function keyOf({ contender, case: of }: Cell): string {
  return JSON.stringify([contender, of]);
}
