import { InvalidOptionError } from "../assert-option.ts";
import type { StoreObserver } from "./store-observer.ts";

const methods = ["append", "request", "dropped", "spool"] as const;

/**
 * Lets an observer pass, or none.
 *
 * @throws {InvalidOptionError} for what has no method of one
 */
export function assertObserver(observer: StoreObserver | undefined): StoreObserver | undefined {
  if (observer === undefined) return undefined;
  const given = methods.map((method) => typeof observer?.[method]);
  const isObserver =
    given.includes("function") && given.every((type) => ["function", "undefined"].includes(type));
  if (!isObserver)
    throw new InvalidOptionError(
      "telemetry",
      "be from openTelemetry, or have methods of an observer",
    );
  return observer;
}
