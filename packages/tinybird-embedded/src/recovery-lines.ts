import type { Recovery } from "./durability/recovery.ts";

/** Gives what a start had to do, as sentences for the person who started it; none if it had to do nothing. */
export function* recoveryLines({ rebuilt, replayed, torn, damage }: Recovery): Generator<string> {
  const why = {
    missing: "it was missing",
    unfinished: "it was being changed when the server ended",
    version: "another version of ClickHouse wrote it",
    reboot: "the machine ended under it",
    log: "it belongs to another log; it is kept as clickhouse.before",
  };
  if (rebuilt !== undefined) yield `Rebuilt the store from the log, as ${why[rebuilt]}.`;
  if (replayed > 0) yield `Brought in ${replayed} records of the log.`;
  if (torn > 0) yield `Cut ${torn} bytes of a record that was never acknowledged off the log.`;
  for (const { file, offset, reason } of damage) {
    yield `Left out what cannot be read of "${file}" from byte ${offset} on: ${reason}.`;
  }
}
