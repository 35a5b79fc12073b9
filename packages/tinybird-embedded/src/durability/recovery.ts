import type { LogDamage } from "../write-ahead-log/read-log.ts";

/** What a start had to do so that the store has everything that was acknowledged. */
export interface Recovery {
  /**
   * Why the store was made anew from the log: its directory was `missing`; it was `unfinished`, as the process ended
   * while it was being changed; another `version` of ClickHouse's library wrote it; the machine ended under it (`reboot`);
   * or it belongs to another `log` than the one that is there.
   */
  readonly rebuilt?: "missing" | "unfinished" | "version" | "reboot" | "log";
  /** How many records of the log were brought in. */
  readonly replayed: number;
  /** Bytes cut from the end of the log: a record that was being written when the process ended, never acknowledged. */
  readonly torn: number;
  /** Places of the log that could not be read and were left out, as `repairLog` allows. */
  readonly damage: readonly LogDamage[];
}
