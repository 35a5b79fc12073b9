import { assertObject, assertPositive, InvalidOptionError } from "../assert-option.ts";
import { assertFault, type Fault } from "./fault.ts";
import { seededRandom } from "./seeded-random.ts";

/** What a plan sees of a request. */
export interface ProxiedRequest {
  /** From 1, in the order in which they came, since the plan is followed. */
  readonly number: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
}

/** Says what goes wrong with a request, or nothing. It is asked once for each, in their order. */
export type FaultPlan = (request: ProxiedRequest) => Fault | undefined;

/** Gives the plan that treats the first request in the first way, and so on; those after the last go through. */
export function faultsInTurn(...faults: readonly (Fault | undefined)[]): FaultPlan {
  faults.forEach((fault, index) => {
    if (fault !== undefined) assertFault(`faults[${index}]`, fault);
  });
  return ({ number }) => faults[number - 1];
}

/** What {@link randomFaults} draws from. */
export interface RandomFaultsOptions {
  /** The same seed gives the same faults, request by request. */
  readonly seed: number;
  /** With which chance a request is the first of a storm, from 0 to 1. @defaultValue 0.2 */
  readonly chance?: number | undefined;
  /** Most requests of one storm, which all have the same fault. @defaultValue 4 */
  readonly longest?: number | undefined;
  /** What may go wrong, with equal chances. @defaultValue each kind, with times of some 100 ms */
  readonly faults?: readonly Fault[] | undefined;
}

const everyFault: readonly Fault[] = [
  { kind: "refused", ms: 100 },
  { kind: "reset_before" },
  { kind: "reset_after" },
  { kind: "429" },
  { kind: "429", retryAfter: 1 },
  { kind: "429", reset: 1 },
  { kind: "500" },
  { kind: "500", isCarriedOut: true },
  { kind: "503" },
  { kind: "503", isCarriedOut: true },
  { kind: "late", ms: 150 },
  { kind: "slow", ms: 150 },
  { kind: "half_answer" },
  { kind: "wrong_json" },
  { kind: "endless" },
];

/**
 * Gives a plan of storms of random length with a random fault each, and quiet between them.
 *
 * Requests that are on their way at the same time may change places from one run to the next, so the
 * seed fixes the faults and their order, not which of such requests has which.
 *
 * @throws {InvalidOptionError} naming the option
 */
export function randomFaults(options: RandomFaultsOptions): FaultPlan {
  const { seed, chance = 0.2, longest = 4, faults = everyFault } = assertObject("options", options);
  if (!Number.isSafeInteger(seed)) throw new InvalidOptionError("seed", "be a whole number");
  if (!(chance >= 0 && chance <= 1)) throw new InvalidOptionError("chance", "be from 0 to 1");
  assertPositive("longest", longest);
  if (!Array.isArray(faults) || faults.length === 0)
    throw new InvalidOptionError("faults", "be a list with one fault at least");
  for (const [index, fault] of faults.entries()) assertFault(`faults[${index}]`, fault);
  const random = seededRandom(seed);
  let left = 0;
  let fault: Fault | undefined;
  return () => {
    if (left === 0) {
      if (!random.happens(chance)) return undefined;
      left = random.whole(1, longest);
      fault = random.pick(faults);
    }
    left -= 1;
    return fault;
  };
}
