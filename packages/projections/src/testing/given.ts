import { AuditError, type AuditEvent } from "@audit/events";
import type { Projection } from "../projection.ts";
import { clock } from "./clock.ts";
import { explainState, time } from "./explain-state.ts";
import type { Expected } from "./state-differences.ts";

/** A state is not what a test says. */
export class UnexpectedStateError extends AuditError<"unexpected_state"> {
  override readonly name = "UnexpectedStateError";

  constructor(facts: { projection: string; moment: string; differences: string }) {
    const { projection, moment, differences } = facts;
    super(
      "unexpected_state",
      `Cannot take "${projection}"${moment} as it must be what is expected: current value differs\n${differences}`,
    );
  }
}

/** Events, and a moment to look at them from. Immutable: every call gives a new one. */
export interface Given {
  /** Looks at what was true then: valid time, inclusive, as `clock` reads it or in ms. */
  at(time: string | number): Given;
  /** Looks at what was known then: known time, inclusive, as `clock` reads it or in ms. */
  knownAt(time: string | number): Given;
  /**
   * Expects these parts of the state; lists are compared as a whole, and undefined means absent.
   *
   * @throws {UnexpectedStateError} saying what differs and which event made it so, or that evolve threw
   */
  expect<State>(projection: Projection<State>, expected: Expected<State>): Given;
  /**
   * Expects exactly this state.
   *
   * @throws {UnexpectedStateError} as `expect` does
   */
  expectWhole<State>(projection: Projection<State>, expected: State): Given;
}

/**
 * Gives the beginning of a test in the style of given and then: given these events of one stream, at
 * that time, expect this state. Works in any test runner: what is not as expected throws.
 *
 * @example
 * import { incidentAcknowledge, incidentCreate } from "@audit/events";
 * import { incident } from "@audit/projections";
 * const events = stream("incident:7", [
 *   at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: [] }),
 *   at("10:04", incidentAcknowledge, {}, { actor: { id: "ada" }, recordedAt: "10:20" }),
 * ]);
 * given(events)
 *   .at("10:03").expect(incident, { phase: "open" })
 *   .at("10:05").expect(incident, { phase: "acknowledged", acknowledgedBy: { id: "ada" } })
 *   .knownAt("10:10").expect(incident, { phase: "open" });
 */
export function given(events: Iterable<AuditEvent>): Given {
  return lookAt([...events], undefined, undefined);
}

function lookAt(
  events: readonly AuditEvent[],
  at: number | undefined,
  knownAt: number | undefined,
): Given {
  const check = <State>(projection: Projection<State>, expected: unknown, whole: boolean): void => {
    const differences = explainState(projection, events, expected, { at, knownAt, whole });
    if (differences === undefined) return;
    const moment = momentText(at, knownAt);
    throw new UnexpectedStateError({ projection: projection.name, moment, differences });
  };
  const self: Given = Object.freeze<Given>({
    at: (moment) => lookAt(events, msOf(moment), knownAt),
    knownAt: (moment) => lookAt(events, at, msOf(moment)),
    expect(projection, expected) {
      check(projection, expected, false);
      return self;
    },
    expectWhole(projection, expected) {
      check(projection, expected, true);
      return self;
    },
  });
  return self;
}

/** Gives a moment in ms, of text as `clock` reads it. */
export function msOf(moment: string | number): number {
  return typeof moment === "number" ? moment : clock(moment);
}

/** Gives the moment that a state is looked at from, in words that follow a name. */
export function momentText(at: number | undefined, knownAt: number | undefined): string {
  return [
    at === undefined ? "" : ` at ${time(at)}`,
    knownAt === undefined ? "" : ` as known at ${time(knownAt)}`,
  ].join("");
}
