/** What the statement gives, a row for each action. */
export interface Counted {
  readonly action: string;
  readonly events: number;
  readonly latency: number;
  readonly last: number;
}

/** An engine that has a directory open. */
export interface OpenEngine {
  /** Takes lines as one insert; resolves when they can be read. */
  insert(lines: readonly string[]): Promise<void>;
  /** Runs the statement for one monitor. */
  call(id: string): Promise<readonly Counted[]>;
  close(): Promise<void>;
}

/** Opens a directory, an empty one at first. */
export type Open = (data: string) => Promise<OpenEngine>;

/** Gives rows with numbers where engines differ in writing them. */
export function countedRows(rows: readonly unknown[]): readonly Counted[] {
  return rows.map((row) => {
    // Safe: the statement names these columns.
    const { action, events, latency, last } = row as Readonly<Record<keyof Counted, unknown>>;
    return {
      action: String(action),
      events: Number(events),
      latency: Number(latency),
      last: Number(last),
    };
  });
}
