import type { Bound, Case, Cell, Clock, Figure, Goal, Group } from "./group.ts";
import { type Profile, profileMissed } from "./profile-missed.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import { runTask, type Timed } from "./task.ts";
import { keyOf, timeRounds } from "./time-rounds.ts";

/** How much to measure. */
export interface RunOptions {
  /** The worker's file. */
  readonly worker: string;
  readonly rounds: number;
  /** How long each process measures. */
  readonly milliseconds: number;
  /** Whether to take the smallest work only. */
  readonly smoke: boolean;
  /** Whether to take the cases of minutes, too. */
  readonly full?: boolean;
  /** Whether to look where the time goes of what missed a goal. */
  readonly profile?: boolean;
  /** Is told what is being done. */
  readonly tell: (what: string) => void;
}

/** A contender in a case, next to the limit. */
export interface Score extends Cell {
  /** How many times as fast as the limit in the same round. */
  readonly ratio: Spread;
  /** Nanoseconds a unit, round by round: of this machine, to be compared with nothing else. */
  readonly rounds: readonly number[];
}

/** Whether a goal holds, and the value that tells. */
export interface Judged {
  readonly says: string;
  readonly value: Spread;
  readonly holds: boolean;
  /** Whose it is; a figure is no contender's. */
  readonly of?: Cell;
}

/** How a contender's cost of a unit changes with the work. */
export interface Grown {
  readonly contender: string;
  readonly from: string;
  readonly to: string;
  readonly times: Spread;
}

/** What a group's run gives. */
export interface GroupResult {
  readonly name: string;
  readonly title: string;
  readonly limit: string;
  readonly clock: Clock;
  readonly cases: readonly string[];
  readonly contenders: readonly { readonly name: string; readonly differs: string }[];
  readonly scores: readonly Score[];
  readonly growth: readonly Grown[];
  readonly goals: readonly Judged[];
  /** Where the time goes of what missed a goal. */
  readonly profiles: readonly Profile[];
  readonly rounds: number;
}

/** The cost of a unit may go up so much where the work grows tenfold. */
const mostGrowth = 1.3;

/**
 * Runs a group: first all contenders must give one answer, then they are timed in turn, each time in a
 * fresh process, beginning with another one in each round.
 *
 * @throws {Error} when two contenders do not come to the same
 */
export async function runGroup(group: Group, options: RunOptions): Promise<GroupResult> {
  const cases = options.smoke
    ? group.smokeCases
    : group.cases.filter(({ isLong = false }) => options.full === true || !isLong);
  const shared = await group.share?.(cases);
  try {
    return await runCases(group, cases, options, shared?.value);
  } finally {
    await shared?.end();
  }
}

async function runCases(
  group: Group,
  cases: readonly Case[],
  options: RunOptions,
  shared: unknown,
): Promise<GroupResult> {
  const rounds = await timeRounds(group, cases, options, shared);
  const figures = await takeFigures(group, options);
  const timed = (cell: Cell) => rounds.map((round) => round.get(keyOf(cell)));
  const costs = (cell: Cell) => timed(cell).map((each) => each?.cost ?? Number.NaN);
  const over = (a: Cell, b: Cell) => {
    const [left, right] = [costs(a), costs(b)];
    return spreadOf(left.map((cost, round) => cost / (right[round] ?? Number.NaN)));
  };
  const measured = (cell: Cell) => !Number.isNaN(costs(cell)[0]);
  const cells = cellsOf(group, cases).filter(measured);
  const growth = group.contenders.flatMap(({ name: contender }) =>
    group.growth.flatMap(({ from, to }) => {
      const [first, second] = [
        { contender, case: from },
        { contender, case: to },
      ];
      if (!measured(first) || !measured(second)) return [];
      return [{ contender, from, to, times: over(second, first) }];
    }),
  );
  const goals = group.goals
    .filter((goal) => measured(goal.of) && measured(goal.over))
    .map((goal) => judge(goal, over(goal.of, goal.over), oursIn(group, goal)));
  const bounds = (group.bounds ?? [])
    .filter(({ of }) => measured(of))
    .map((bound) =>
      judge(bound, spreadOf(timed(bound.of).map((each) => boundValue(bound, each))), bound.of),
    );
  const grown = growth
    .filter(({ contender }) => group.ours.includes(contender))
    .map(({ contender, from, to, times }) =>
      judge(
        { says: `${contender}: ${group.unit} of ${to} over ${from}`, atMost: mostGrowth },
        times,
        { contender, case: to },
      ),
    );
  // What ran once and shortly says nothing of time.
  const judged = options.smoke ? [] : [...goals, ...bounds, ...grown, ...figures];
  const { worker, profile = false, tell } = options;
  if (profile) tell(`${group.name}: where the time goes`);
  const profiles = profile ? await profileMissed(group, cases, judged, { worker, shared }) : [];
  return {
    name: group.name,
    title: group.title,
    limit: group.limit,
    clock: group.clock ?? "processor",
    cases: cases.map(({ name }) => name),
    contenders: group.contenders.map(({ name, differs = "" }) => ({ name, differs })),
    scores: cells.map((cell) => ({
      ...cell,
      ratio: over({ ...cell, contender: group.limit }, cell),
      rounds: costs(cell),
    })),
    growth,
    goals: judged,
    profiles,
    rounds: options.rounds,
  };
}

async function takeFigures(
  { name, figures }: Group,
  { worker, rounds, smoke, full = false, tell }: RunOptions,
): Promise<Judged[]> {
  if (figures === undefined) return [];
  tell(`${name}: figures`);
  const task = { what: "figures", group: name, rounds, smoke, full } as const;
  // Safe: the worker gives what the group's own function gives, as JSON.
  const taken = (await runTask(worker, task)) as Figure[];
  return taken.map((figure) => judge(figure, spreadOf(figure.values)));
}

function cellsOf({ contenders }: Group, cases: readonly Case[]): Cell[] {
  return contenders.flatMap(({ name }) => cases.map((of) => ({ contender: name, case: of.name })));
}

/** A goal that asks for so many times the limit's speed has the limit's cost above. */
function oursIn({ ours }: Group, { of, over }: Goal): Cell {
  return ours.includes(of.contender) ? of : over;
}

function boundValue({ what }: Bound, timed: Timed | undefined): number {
  if (what === "GiB") return (timed?.memory ?? Number.NaN) / 2 ** 30;
  return 1e9 / (timed?.cost ?? Number.NaN);
}

function judge(
  { says, atMost, atLeast }: Pick<Goal, "says" | "atMost" | "atLeast">,
  value: Spread,
  of?: Cell,
): Judged {
  const holds = value.median <= (atMost ?? Infinity) && value.median >= (atLeast ?? -Infinity);
  const bound = atMost === undefined ? "" : ` (at most ${atMost})`;
  return { says: `${says}${bound}`, value, holds, ...(of !== undefined && { of }) };
}
