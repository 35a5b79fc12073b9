/** One size of a group's work. */
export interface Case {
  readonly name: string;
  /** What the group varies: actions of a catalog, events of a stream. */
  readonly size: number;
  /** How many units one run works through; costs are per unit. */
  readonly work: number;
  /** What else is special about it. */
  readonly variant?: string;
  /** Whether it takes minutes, so that only `--full` asks for it. */
  readonly isLong?: boolean;
}

/** One way to do a group's work, ready to be run any number of times. */
export interface Prepared {
  /** Does all of the work once; what it gives is kept from being optimised away. */
  run(): unknown;
  /** Gives what the work comes to, as JSON: that of all contenders is compared before any is timed. */
  answer(): unknown;
  /** Other processes that work for it, by their ids: their processor time counts, too. */
  readonly helpers?: readonly number[];
  /** Ends what it started; the process ends after it. */
  end?(): Promise<void>;
  /** Gives the most bytes of memory that the work has taken so far, with those of others who did a part of it. */
  memory?(): Promise<number>;
}

/** What the contenders of a group work on, made once for a run. */
export interface Shared {
  /** JSON, given to each contender as it prepares. */
  readonly value: unknown;
  end(): Promise<void>;
}

/**
 * What is counted: the processor time of the contender's own process and its helpers or, where it waits for the disk, the time on the wall.
 */
export type Clock = "processor" | "wall";

/** One way to do a group's work. It loads what it needs when it is prepared, in a process of its own. */
export interface Contender {
  readonly name: string;
  /** What it does otherwise than ours; stands beside its number. */
  readonly differs?: string;
  /** The cases it takes part in. @defaultValue all */
  readonly cases?: readonly string[];
  prepare(of: Case, shared: unknown): Promise<Prepared>;
}

/** A contender in a case. */
export interface Cell {
  readonly contender: string;
  readonly case: string;
}

/** What is to hold of a run: of the cost of one cell over the cost of another. */
export interface Goal {
  readonly says: string;
  readonly of: Cell;
  readonly over: Cell;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** What is to hold of one cell by itself, on any machine. */
export interface Bound {
  readonly says: string;
  readonly of: Cell;
  /** Of units a second, or of memory at most. */
  readonly what: "units a second" | "GiB";
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Two cases, the work of one some times that of the other; the cost of a unit is to stay. */
export interface Growth {
  readonly from: string;
  readonly to: string;
}

/** A figure with a unit, round by round, where a ratio would say nothing. */
export interface Figure {
  readonly says: string;
  readonly values: readonly number[];
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** How a group's figures are to be taken. */
export interface FigureOptions {
  readonly rounds: number;
  /** Whether only to show that all still runs. */
  readonly smoke: boolean;
  /** Whether to take minutes for it. */
  readonly full: boolean;
}

/** Contenders for the same work, side by side. */
export interface Group {
  readonly name: string;
  readonly title: string;
  /** What costs are counted by: "event". */
  readonly unit: string;
  /** @defaultValue "processor" */
  readonly clock?: Clock;
  readonly cases: readonly Case[];
  /** The cases of a smoke run, which only shows that all still runs. */
  readonly smokeCases: readonly Case[];
  readonly contenders: readonly Contender[];
  /** Whom the ratios are of: 1 is as fast as it. */
  readonly limit: string;
  readonly growth: readonly Growth[];
  /** Whose growth must stay within the bound. */
  readonly ours: readonly string[];
  readonly goals: readonly Goal[];
  readonly bounds?: readonly Bound[];
  /** Makes what all contenders work on, in the process that runs the group. */
  share?(cases: readonly Case[]): Promise<Shared>;
  /** Takes figures in a process of their own, before the rounds. */
  readonly figures?: (options: FigureOptions) => Promise<readonly Figure[]>;
  /** Packages whose versions belong beside the numbers. */
  readonly packages: readonly string[];
}

/** A goal that one contender's speed is at least a share of another's. */
export function atLeast(share: number, contender: string, limit: string, of: string): Goal {
  return {
    says: `${of}: ${contender} at least ${share}x of ${limit}`,
    of: { contender: limit, case: of },
    over: { contender, case: of },
    atLeast: share,
  };
}

/** A goal that a contender's cost in one case is at most so many times that in another. */
export function costs(atMost: number, contender: string, of: string, over: string): Goal {
  return {
    says: `${contender}: a unit of ${of} at most ${atMost} times one of ${over}`,
    of: { contender, case: of },
    over: { contender, case: over },
    atMost,
  };
}
