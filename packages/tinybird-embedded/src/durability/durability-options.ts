/** How what is acknowledged is kept. */
export interface DurabilityOptions {
  /** Bytes of records past which they are replaced by a snapshot of the tables. */
  readonly compactAfterBytes: number;
  /** Bytes that the disk keeps free, for ClickHouse to work with; below, rows are refused. */
  readonly reservedBytes: number;
}

/** The durability of a server that asks for nothing else. */
export const defaultDurability: DurabilityOptions = {
  compactAfterBytes: 256_000_000,
  reservedBytes: 32_000_000,
};
