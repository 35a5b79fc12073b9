import { type AnyAction, AuditError, type EventOf, type KnownEvent } from "@audit/events";
import { deepFreeze } from "./deep-freeze.ts";
import { evolveWith } from "./evolve-with.ts";

/** An event that the catalog understood, whatever its action. */
export type AnyKnownEvent = KnownEvent<string, number, unknown>;

/** One step: gives the state after an event. Pure; never changes the state or the event it gets. */
export type Evolve<State, Event> = (state: State, event: Event) => State;

/** A state and how actions change it. Immutable: every call of the chain gives a new one. */
export interface Projection<State> {
  readonly name: string;
  /** Goes up whenever the same events give another state, so that saved states are told apart. */
  readonly revision: number;
  /** The state before the first event, frozen. */
  readonly initial: State;
  /**
   * The names of the actions it handles, as they are called today. Useful to search with; a stream
   * may hold the same events under former names, and a filtered stream shows gaps.
   */
  readonly actions: readonly string[];
  /** The names, former ones included, of the actions a whole stream starts with; empty: any. */
  readonly startActions: readonly string[];
  /**
   * The keys by which elements of the state's lists are told apart; the first that an element has
   * counts, and a text is its own.
   */
  readonly identify: readonly string[];
  /** Tells whether events of that action change the state. */
  handles(action: string): boolean;
  /** Gives the state after one event, or the same state when its action is not handled. */
  evolve(state: State, event: AnyKnownEvent): State;
  /**
   * Gives the projection that also handles this action.
   *
   * Events of every outcome come in, refused attempts too: see {@link unlessRefused}.
   *
   * @throws {InvalidProjectionError} when the action is handled already
   */
  on<A extends AnyAction>(action: A, evolve: Evolve<State, EventOf<A>>): Projection<State>;
  /**
   * Gives the projection whose streams start with one of these actions; where the first handled
   * event of a stream is another, `replay` reports the state as `truncated`.
   */
  startsWith(...actions: readonly AnyAction[]): Projection<State>;
}

/** A projection's definition does not hold together. */
export class InvalidProjectionError extends AuditError<"invalid_projection"> {
  override readonly name = "InvalidProjectionError";
  readonly projection: string;

  constructor(facts: { projection: string; must: string; value: string }) {
    const { projection, must, value } = facts;
    super(
      "invalid_projection",
      `Cannot define projection "${projection}" as ${must}: current value is ${value}`,
    );
    this.projection = projection;
  }
}

/**
 * Starts the definition of a projection: its name, its revision and its first state.
 *
 * Write the state's type as the type argument: then the literals that evolve functions give are
 * checked against it. `initial` is frozen at every depth. States are JSON, so that they can be saved
 * and compared.
 *
 * @throws {InvalidProjectionError} when the name is empty, the revision no whole number from 1, or
 * `identify` no list of keys
 * @example
 * import { monitorDown } from "@audit/events";
 * const failures = defineProjection<number>("failures", { revision: 1, initial: 0 })
 *   .on(monitorDown, (count) => count + 1);
 * failures.actions; // ["monitor.down"]
 */
export function defineProjection<State>(
  name: string,
  options: {
    readonly revision: number;
    readonly initial: State;
    /** The keys by which elements of lists are told apart. @defaultValue `["id"]` */
    readonly identify?: readonly string[];
  },
): Projection<State> {
  const { revision, initial, identify = ["id"] } = options;
  if (typeof name !== "string" || name === "")
    throw new InvalidProjectionError({
      projection: String(name),
      must: "its name must be a string that is not empty",
      value: JSON.stringify(name) ?? "undefined",
    });
  if (!Number.isSafeInteger(revision) || revision < 1)
    throw new InvalidProjectionError({
      projection: name,
      must: "its revision must be a whole number from 1",
      value: String(revision),
    });
  if (!isListOfKeys(identify))
    throw new InvalidProjectionError({
      projection: name,
      must: "identify must be a list of keys that are not empty",
      value: Array.isArray(identify) ? "a list with something else in it" : typeof identify,
    });
  const definition = { name, revision, initial: deepFreeze(initial) };
  return create({ ...definition, identify: Object.freeze([...identify]) }, new Map(), []);
}

function isListOfKeys(value: unknown): boolean {
  return Array.isArray(value) && value.every((key) => typeof key === "string" && key !== "");
}

function create<State>(
  definition: Pick<Projection<State>, "name" | "revision" | "initial" | "identify">,
  steps: ReadonlyMap<string, Evolve<State, AnyKnownEvent>>,
  startActions: readonly string[],
): Projection<State> {
  return Object.freeze<Projection<State>>({
    ...definition,
    actions: Object.freeze([...steps.keys()]),
    startActions: Object.freeze([...new Set(startActions)]),
    handles: (action) => steps.has(action),
    evolve: evolveWith(steps),
    on(action, evolve) {
      if (steps.has(action.name))
        throw new InvalidProjectionError({
          projection: definition.name,
          must: "each action must be handled once",
          value: `a second .on("${action.name}")`,
        });
      // Safe: a step is found by the name of its action, and events of that name have its metadata.
      const step = evolve as Evolve<State, AnyKnownEvent>;
      return create(definition, new Map([...steps, [action.name, step]]), startActions);
    },
    startsWith(...actions) {
      const names = actions.flatMap(({ name, formerNames }) => [name, ...formerNames]);
      return create(definition, steps, [...startActions, ...names]);
    },
  });
}
