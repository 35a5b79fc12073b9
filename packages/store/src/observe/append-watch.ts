import type { Policy } from "../append/delivery-options.ts";
import { codeOf } from "./error-facts.ts";
import { quietly } from "./quietly.ts";
import type { AppendObservation, EventCount, StoreObserver } from "./store-observer.ts";

/** Watches one append for an observer. */
export class AppendWatch {
  readonly observation: AppendObservation;
  readonly #start = performance.now();
  readonly #counts = new Map<string, EventCount>();

  constructor(observation: AppendObservation) {
    this.observation = observation;
  }

  /** Notes what became of an event. */
  count(policy: Policy, status: EventCount["status"]): void {
    const key = `${policy} ${status}`;
    const count = (this.#counts.get(key)?.count ?? 0) + 1;
    this.#counts.set(key, { policy, status, count });
  }

  /** Tells the observer. */
  end(failure?: { readonly cause: unknown }): void {
    const duration = performance.now() - this.#start;
    const counts = [...this.#counts.values()];
    const code = failure && { code: codeOf(failure.cause) };
    quietly(() => this.observation.end?.({ duration, counts, ...code }));
  }
}

/** Begins to watch an append, where somebody wants to hear of it. */
export function watchAppend(observer: StoreObserver | undefined): AppendWatch | undefined {
  if (observer?.append === undefined) return undefined;
  const observation = quietly(() => observer.append?.());
  return observation && new AppendWatch(observation);
}
