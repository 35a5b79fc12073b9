import type { AnyKnownEvent, Evolve } from "./projection.ts";

/** What an event of some action does to a state. */
type Step<State> = Evolve<State, AnyKnownEvent>;

/** So many actions have a place of their own; those of a projection with more are the first that come. */
const places = 3;

/**
 * Gives what takes the step of an event's action, and leaves a state as it is where there is none.
 *
 * Most events of a stream are of a few actions. Each of these has a call of its own, which an engine can then replace
 * by the step itself.
 */
export function evolveWith<State>(steps: ReadonlyMap<string, Step<State>>): Step<State> {
  return steps.size > places ? evolveWithMany(steps) : evolveWithFew([...steps]);
}

function evolveWithFew<State>(
  steps: readonly (readonly [action: string, step: Step<State>])[],
): Step<State> {
  const none = [undefined, stay] as const;
  // Never assigned again, so that an engine takes them for what they are.
  const [[first, takeFirst] = none, [second, takeSecond] = none, [third, takeThird] = none] = steps;
  return (state, event) => {
    const { action } = event;
    if (action === first) return takeFirst(state, event);
    if (action === second) return takeSecond(state, event);
    if (action === third) return takeThird(state, event);
    return state;
  };
}

function evolveWithMany<State>(steps: ReadonlyMap<string, Step<State>>): Step<State> {
  let first: string | undefined;
  let second: string | undefined;
  let third: string | undefined;
  let takeFirst: Step<State> = stay;
  let takeSecond: Step<State> = stay;
  let takeThird: Step<State> = stay;

  const takeOther: Step<State> = (state, event) => {
    const { action } = event;
    const step = steps.get(action);
    if (step === undefined) return state;
    if (first === undefined) [first, takeFirst] = [action, step];
    else if (second === undefined) [second, takeSecond] = [action, step];
    else if (third === undefined) [third, takeThird] = [action, step];
    return step(state, event);
  };

  return (state, event) => {
    const { action } = event;
    if (action === first) return takeFirst(state, event);
    if (action === second) return takeSecond(state, event);
    if (action === third) return takeThird(state, event);
    return takeOther(state, event);
  };
}

function stay<State>(state: State): State {
  return state;
}
