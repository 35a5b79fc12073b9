import type { AnyAction, Catalog } from "@audit/events";
import { assertMethods, assertPositive, InvalidOptionError } from "../assert-option.ts";
import { assertMoment } from "../assert-readable.ts";
import { type Clock, systemClock } from "../fetch-transport/clock.ts";
import { rangeQuery } from "../range-query.ts";
import { type Resumption, readCheckpoint } from "./checkpoint.ts";
import { type TailOptions, visibilityLag } from "./tail-options.ts";

/** What a tail asks for, checked. */
export interface TailQuery {
  readonly workspaceId: string;
  /** Every name that the actions have or had; absent: all. */
  readonly names?: ReadonlySet<string>;
  readonly signal?: AbortSignal;
  /** Absent: from now on. */
  readonly start?: Resumption;
  /** Ms. */
  readonly lag: number;
  /** Ms. */
  readonly pause: number;
  readonly clock: Clock;
  readonly onMissed: NonNullable<TailOptions["onMissed"]>;
  readonly onRetry: NonNullable<TailOptions["onRetry"]>;
}

/**
 * Gives what is asked for, after a look at it.
 *
 * @throws {InvalidReadError} naming the option and what must hold
 * @throws {InvalidOptionError} naming one that says how to follow
 */
export function tailQuery(catalog: Catalog<AnyAction>, options: TailOptions<string>): TailQuery {
  const { workspaceId, names, signal } = rangeQuery(catalog, options);
  const { after, clock = systemClock, onMissed = ignore, onRetry = ignore } = options;
  return {
    workspaceId,
    ...(names !== undefined && { names }),
    ...(signal !== undefined && { signal }),
    ...(after !== undefined && { start: startOf(workspaceId, after) }),
    lag: assertPositive("visibilityLag", options.visibilityLag ?? visibilityLag),
    pause: assertPositive("pause", options.pause ?? 1_000),
    clock: assertMethods("clock", clock, ["now", "sleep"], "have now and sleep"),
    onMissed: assertFunction("onMissed", onMissed),
    onRetry: assertFunction("onRetry", onRetry),
  };
}

function startOf(workspaceId: string, after: string | number): Resumption {
  if (typeof after === "string") return readCheckpoint(workspaceId, after);
  const from = assertMoment("after", after) + 1;
  return { from, to: from, keys: [] };
}

function assertFunction<Value>(option: string, value: Value): Value {
  if (typeof value !== "function") throw new InvalidOptionError(option, "be a function");
  return value;
}

function ignore(): void {}
