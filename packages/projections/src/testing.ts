/** Fixture streams that read like a timeline, for tests of projections and of what is built on them. @module */
export { deepFreeze } from "./deep-freeze.ts";
export { clock } from "./testing/clock.ts";
export { again, at, type Entry, type EntryOptions, recorded } from "./testing/entry.ts";
export { frozenStates } from "./testing/frozen-states.ts";
export { InvalidFixtureError } from "./testing/invalid-fixture-error.ts";
export { type StreamOptions, stream } from "./testing/stream.ts";
