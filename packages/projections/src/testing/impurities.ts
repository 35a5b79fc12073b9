import { type AuditEvent, isPlainObject, jsonEquals, type Position } from "@audit/events";
import { deepFreeze } from "../deep-freeze.ts";
import type { AnyKnownEvent, Projection } from "../projection.ts";
import { copyDeep } from "./copy-deep.ts";
import { trapGlobals } from "./trap-globals.ts";

/** How an evolve is not pure. */
export type ImpurityKind =
  /** It changed the state that it was given. */
  | "changes_state"
  /** It changed the event that it was given. */
  | "changes_event"
  /** It asked a clock or a random source of the runtime. */
  | "uses"
  /** It gave something else for the same state and event. */
  | "differs"
  /** It gave a state that JSON cannot carry. */
  | "not_json";

/** One way in which a projection is not pure, and the first event that shows it. */
export interface Impurity {
  readonly kind: ImpurityKind;
  /** In words, without any metadata. */
  readonly detail: string;
  readonly event: Position & { readonly id: string; readonly action: string };
}

interface Step<State> {
  readonly before: State;
  readonly event: AnyKnownEvent;
  readonly outcome: Outcome;
}

type Outcome =
  | { readonly threw: false; readonly value: unknown }
  | { readonly threw: true; readonly error: string };

/**
 * Gives the ways in which a projection is not pure, as these events show them; empty where they show
 * none. Each way comes once, with its first event.
 *
 * Every step is done on copies that it may change, under watch of the clocks and random sources of the
 * runtime, then once more with state and event frozen, and a last time in the opposite order. What it
 * gives must be the same each time, and JSON. A source that it got hold of earlier, such as a `randomUUID`
 * imported by name, is not watched and only shows by what differs; what it remembers for ever from its
 * very first call does not show. Streams may follow each other; each begins anew. An error of evolve is
 * no impurity as long as it is thrown each time. Keeps the states of all steps in memory.
 *
 * @example
 * import { monitorDown } from "@audit/events";
 * import { defineProjection } from "@audit/projections";
 * const clocked = defineProjection<number>("last-down", { revision: 1, initial: 0 })
 *   .on(monitorDown, () => Date.now());
 * const events = stream("monitor:1", [at("10:42", monitorDown, { region: "gru" })]);
 * impurities(clocked, events)[0]?.detail; // "uses Date.now"
 */
export function impurities<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent>,
): readonly Impurity[] {
  const found = new Map<string, Impurity>();
  const report = (
    kind: ImpurityKind,
    detail: string,
    { id, action, timestamp, uid }: AnyKnownEvent,
  ) => {
    if (!found.has(detail))
      found.set(detail, { kind, detail, event: { timestamp, uid, id, action } });
  };
  const steps: Step<State>[] = [];
  let stream = "";
  let state = projection.initial;
  for (const event of events) {
    const name = JSON.stringify([event.workspaceId, event.id]);
    if (name !== stream) state = projection.initial;
    stream = name;
    if (!event.known || !projection.handles(event.action)) continue;
    const outcome = watch(projection, state, event, report);
    if (outcome === undefined) continue;
    steps.push({ before: state, event, outcome });
    // Safe: what evolve gives is a state.
    if (!outcome.threw) state = outcome.value as State;
  }
  for (const { before, event, outcome } of steps.reverse())
    if (!isSame(outcome, evolve(projection, copyDeep(before), copyDeep(event))))
      report("differs", "gives something else for the same state and event, called later", event);
  return Object.freeze([...found.values()]);
}

/**
 * Does one step on copies and on what is frozen, and gives what came out; undefined where that is no
 * state to go on with.
 */
function watch<State>(
  projection: Projection<State>,
  before: State,
  event: AnyKnownEvent,
  report: (kind: ImpurityKind, detail: string, event: AnyKnownEvent) => void,
): Outcome | undefined {
  const stateCopy = copyDeep(before);
  const eventCopy = copyDeep(event);
  const { result, used } = trapGlobals(() => evolve(projection, stateCopy, eventCopy));
  for (const source of used) report("uses", `uses ${source}`, event);
  const problem = result.threw ? undefined : whyNotJson(result.value);
  if (problem !== undefined) {
    report("not_json", `gives a state that holds ${problem}`, event);
    return undefined;
  }
  const outcome: Outcome = result.threw ? result : { threw: false, value: copyDeep(result.value) };
  const changesState = !jsonEquals(stateCopy, before);
  const changesEvent = !jsonEquals(eventCopy, event);
  if (changesState) report("changes_state", "changes the state it is given", event);
  if (changesEvent) report("changes_event", "changes the event it is given", event);
  if (changesState || changesEvent) return outcome;
  const frozen = evolve(projection, deepFreeze(copyDeep(before)), deepFreeze(copyDeep(event)));
  if (isSame(outcome, frozen)) return outcome;
  const reason = frozen.threw ? `: it threw a ${frozen.error} where they were frozen` : "";
  report("differs", `gives something else for the same state and event${reason}`, event);
  return outcome;
}

function evolve<State>(projection: Projection<State>, state: State, event: AnyKnownEvent): Outcome {
  try {
    return { threw: false, value: projection.evolve(state, event) };
  } catch (error) {
    return { threw: true, error: error instanceof Error ? error.name : "a thrown value" };
  }
}

function isSame(a: Outcome, b: Outcome): boolean {
  if (a.threw || b.threw) return a.threw && b.threw && a.error === b.error;
  return jsonEquals(a.value, b.value);
}

/** Gives what JSON cannot carry, if there is any: `a Date`. Undefined properties are absent ones. */
function whyNotJson(value: unknown, ancestors: readonly unknown[] = []): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : String(value);
  if (typeof value !== "object") return value === undefined ? "undefined" : `a ${typeof value}`;
  if (ancestors.includes(value)) return "itself";
  const isList = Array.isArray(value);
  if (!isList && !isPlainObject(value)) return `a ${value.constructor?.name ?? "strange object"}`;
  for (const item of Object.values(value)) {
    if (item === undefined && !isList) continue;
    const problem = whyNotJson(item, [...ancestors, value]);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
