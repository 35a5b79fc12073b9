import { assertSameAnswers } from "./assert-same-answers.ts";
import { contendersIn } from "./contenders-in.ts";
import type { Case, Group } from "./group.ts";
import type { RunOptions } from "./run-group.ts";
import { runTask } from "./task.ts";

/** Nothing is timed here, so both of two processors have something to do. */
const atOnce = 2;

/**
 * Has each contender give its answer in each case, in a process of its own.
 *
 * @throws {Error} when two do not come to the same
 */
export async function compareAnswers(
  group: Group,
  cases: readonly Case[],
  { worker, smoke, tell }: RunOptions,
  shared: unknown,
): Promise<void> {
  tell(`${group.name}: do all come to the same?`);
  const task = { what: smoke ? "smoke" : "answer", group: group.name, milliseconds: 0 } as const;
  for (const of of cases) {
    const names = contendersIn(group, of);
    const answers = new Map<string, unknown>();
    for (let from = 0; from < names.length; from += atOnce) {
      const some = names.slice(from, from + atOnce);
      const given = await Promise.all(
        some.map((contender) => runTask(worker, { ...task, contender, case: of, shared })),
      );
      for (const [place, contender] of some.entries()) answers.set(contender, given[place]);
    }
    assertSameAnswers(`"${group.name}", ${of.name},`, answers);
  }
}
