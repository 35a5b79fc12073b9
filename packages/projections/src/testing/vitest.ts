/** Matchers for vitest, and their types. Needs vitest, which the other entries do not. @module */
import type { AuditEvent } from "@audit/events";
import type {} from "vitest";
import type { Projection } from "../projection.ts";
import { describeImpurities } from "./assert-pure.ts";
import { describeComparison } from "./describe-comparison.ts";
import { explainState } from "./explain-state.ts";
import { momentText, msOf } from "./given.ts";
import { impurities } from "./impurities.ts";
import type { ProjectionComparison } from "./projection-comparison.ts";
import type { Expected } from "./state-differences.ts";

/** From where in time a matcher looks; as `clock` reads it or in ms, inclusive. */
export interface MatcherOptions {
  /** Valid time. @defaultValue all */
  readonly at?: string | number | undefined;
  /** Known time. @defaultValue all */
  readonly knownAt?: string | number | undefined;
}

/** What a matcher says to vitest. */
interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Gives the matchers of this package, for `expect.extend`. Their types come with the import.
 *
 * - `expect(events).toHaveState(projection, expected, { at, knownAt })`: these parts of the state, as
 *   `given(events).expect` takes them. A failure says what differs, and which event made it so.
 * - `expect(projection).toBePure(events)`: as `assertPure`.
 * - `expect(compareProjections(before, after, streams)).toHaveNoDifference()`: a failure is the
 *   comparison in words, without values.
 *
 * @example
 * import { monitorDown } from "@audit/events";
 * import { monitor } from "@audit/projections";
 * import { projectionMatchers } from "@audit/projections/testing/vitest";
 * import { expect } from "vitest";
 * expect.extend(projectionMatchers);
 * const events = stream("monitor:1", [at("10:42", monitorDown, { region: "gru" })]);
 * expect(events).toHaveState(monitor, { status: "down" }, { at: "10:45" });
 * expect(monitor).toBePure(events);
 */
export const projectionMatchers = {
  toHaveState<State>(
    received: Iterable<AuditEvent>,
    projection: Projection<State>,
    expected: Expected<State>,
    options: MatcherOptions = {},
  ): Verdict {
    const at = options.at === undefined ? undefined : msOf(options.at);
    const knownAt = options.knownAt === undefined ? undefined : msOf(options.knownAt);
    const moment = momentText(at, knownAt);
    const problem = explainState(projection, [...received], expected, {
      at,
      knownAt,
      whole: false,
    });
    return problem === undefined
      ? { pass: true, message: () => `"${projection.name}"${moment} is as it must not be` }
      : {
          pass: false,
          message: () => `"${projection.name}"${moment} is not as expected\n${problem}`,
        };
  },
  toBePure<State>(received: Projection<State>, events: Iterable<AuditEvent>): Verdict {
    const found = impurities(received, events);
    return found.length === 0
      ? { pass: true, message: () => `"${received.name}" is pure, as far as these events show` }
      : {
          pass: false,
          message: () => `"${received.name}" is not pure\n${describeImpurities(found)}`,
        };
  },
  toHaveNoDifference(received: ProjectionComparison): Verdict {
    return { pass: received.differing === 0, message: () => describeComparison(received) };
  },
};

declare module "vitest" {
  interface Matchers<T> {
    /** Expects these parts of the state that the events of a stream lead to. */
    toHaveState<State>(
      projection: Projection<State>,
      expected: Expected<State>,
      options?: MatcherOptions,
    ): void;
    /** Expects a projection to be pure, as far as these events show. */
    toBePure(events: Iterable<AuditEvent>): void;
    /** Expects two projections to make the same of recorded streams. */
    toHaveNoDifference(): void;
  }
}
