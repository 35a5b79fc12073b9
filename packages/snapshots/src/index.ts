/** The state of long streams, from saved states and what came since. @module */
export type { FleetReader } from "./fleet-reader.ts";
export { type ReadFleetOptions, readFleet } from "./read-fleet.ts";
export { type ReadState, readState, type SnapshotUse } from "./read-state.ts";
export { InvalidReadStateError, type ReadStateOptions } from "./read-state-options.ts";
export type { StreamReader } from "./stream-reader.ts";
export {
  SnapshotTooLargeError,
  TinybirdSnapshotStore,
  type TinybirdSnapshotStoreOptions,
} from "./tinybird-snapshot-store.ts";
