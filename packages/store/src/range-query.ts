import type { AnyAction, Catalog, RecordedEvent } from "@audit/events";
import { assertMoment, assertText } from "./assert-readable.ts";
import type { ReadAllOptions } from "./read-options.ts";
import { InvalidReadError } from "./store-error.ts";

/** What every reading asks for, checked. */
export interface RangeQuery {
  readonly workspaceId: string;
  readonly from?: number;
  readonly to?: number;
  readonly knownAt?: number;
  readonly recordedAfter?: number;
  /** Every name that the actions have or had; absent: all. */
  readonly names?: ReadonlySet<string>;
  readonly signal?: AbortSignal;
}

/**
 * Gives what is asked for, after a look at it.
 *
 * @throws {InvalidReadError} naming the option and what must hold
 */
export function rangeQuery(
  catalog: Catalog<AnyAction>,
  options: ReadAllOptions<string>,
): RangeQuery {
  if (typeof options !== "object" || options === null)
    throw new InvalidReadError("options", "be an object");
  const { workspaceId = "", from, to, knownAt, recordedAfter, actions, signal } = options;
  const query: RangeQuery = {
    workspaceId: assertText("workspaceId", workspaceId),
    ...(from !== undefined && { from: assertMoment("from", from) }),
    ...(to !== undefined && { to: assertMoment("to", to) }),
    ...(knownAt !== undefined && { knownAt: assertMoment("knownAt", knownAt) }),
    ...(recordedAfter !== undefined && {
      recordedAfter: assertMoment("recordedAfter", recordedAfter),
    }),
    ...(actions !== undefined && { names: namesOf(catalog, actions) }),
    ...(signal !== undefined && { signal: assertSignal(signal) }),
  };
  if (query.from !== undefined && query.to !== undefined && query.from > query.to)
    throw new InvalidReadError("from", "not be after to");
  return query;
}

/** Tells whether a delivery of an event is in the range. */
export function isInRange(event: RecordedEvent, query: RangeQuery): boolean {
  const {
    from = -Infinity,
    to = Infinity,
    knownAt = Infinity,
    recordedAfter = -Infinity,
    names,
  } = query;
  return (
    event.timestamp >= from &&
    event.timestamp <= to &&
    event.recordedAt <= knownAt &&
    event.recordedAt > recordedAfter &&
    (names === undefined || names.has(event.action))
  );
}

function namesOf(catalog: Catalog<AnyAction>, actions: unknown): ReadonlySet<string> {
  if (!Array.isArray(actions) || actions.length === 0)
    throw new InvalidReadError("actions", "be a list of action names, at least one");
  return new Set(
    actions.flatMap((name: unknown, index) => {
      const action = typeof name === "string" ? catalog.find(name) : undefined;
      // A name that nobody knows would find nothing, which reads like "it never happened".
      if (action === undefined)
        throw new InvalidReadError(`actions.${index}`, "be an action of this catalog");
      return [action.name, ...action.formerNames];
    }),
  );
}

/** Lets a signal pass. */
export function assertSignal(signal: AbortSignal): AbortSignal {
  // Not `instanceof`: a signal of another realm is one too.
  const methods = ["addEventListener", "removeEventListener", "throwIfAborted"] as const;
  if (methods.some((method) => typeof signal?.[method] !== "function"))
    throw new InvalidReadError("signal", "be an AbortSignal");
  return signal;
}
