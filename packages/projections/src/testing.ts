/** Fixture streams that read like a timeline, for tests of projections and of what is built on them. @module */
export { deepFreeze } from "./deep-freeze.ts";
export { assertPure, describeImpurities, ImpureProjectionError } from "./testing/assert-pure.ts";
export { clock } from "./testing/clock.ts";
export { compareProjections } from "./testing/compare-projections.ts";
export { describeComparison } from "./testing/describe-comparison.ts";
export { again, at, type Entry, type EntryOptions, recorded } from "./testing/entry.ts";
export { type FixtureOptions, fixtureEvents } from "./testing/fixture-events.ts";
export { fixtureText } from "./testing/fixture-text.ts";
export { frozenStates } from "./testing/frozen-states.ts";
export { type Given, given, UnexpectedStateError } from "./testing/given.ts";
export { type Impurity, type ImpurityKind, impurities } from "./testing/impurities.ts";
export { type FixtureProblem, InvalidFixtureError } from "./testing/invalid-fixture-error.ts";
export type {
  ComparedEvent,
  CompareOptions,
  FieldDifference,
  ProjectionComparison,
  StreamDifference,
} from "./testing/projection-comparison.ts";
export type { Expected } from "./testing/state-differences.ts";
export { type StreamOptions, stream } from "./testing/stream.ts";
