import type { Change, LogRecord, TableRows } from "../write-ahead-log/log-record.ts";

const maximumBytes = 16_000_000;

/**
 * Gathers records whose changes go into the same tables, one right after the other, so that a rebuild inserts them
 * together. `flush` gets each group as one record under the number of its last one, in order, and how many they were.
 */
export class MergeInserts {
  readonly #together: boolean;
  readonly #flush: (record: LogRecord, count: number) => Promise<void>;
  #group: LogRecord[] = [];
  #bytes = 0;

  /** @param together `false`: every record for itself. */
  constructor(together: boolean, flush: (record: LogRecord, count: number) => Promise<void>) {
    this.#together = together;
    this.#flush = flush;
  }

  async add(record: LogRecord): Promise<void> {
    const [first] = this.#group;
    const goesAlong =
      this.#together &&
      first !== undefined &&
      tablesOf(first.change) === tablesOf(record.change) &&
      this.#bytes < maximumBytes;
    if (!goesAlong) await this.end();
    this.#group.push(record);
    this.#bytes += bytesOf(record.change);
    if (record.change.kind !== "insert") await this.end();
  }

  /** Hands out what is gathered. */
  async end(): Promise<void> {
    const group = this.#group;
    const last = group.at(-1);
    this.#group = [];
    this.#bytes = 0;
    if (last === undefined) return;
    await this.#flush({ ...last, change: merge(group, last.change) }, group.length);
  }
}

function merge(group: readonly LogRecord[], last: Change): Change {
  if (last.kind !== "insert" || group.length === 1) return last;
  const parts = last.parts.map(({ table }, index): TableRows => {
    const each = group.flatMap(({ change }) =>
      change.kind === "insert" ? (change.parts[index] ?? []) : [],
    );
    const rows = each.reduce((sum, part) => sum + part.rows, 0);
    const lines = Buffer.concat(each.map((part) => part.lines));
    return { table, rows, lines };
  });
  return { kind: "insert", parts };
}

/** Names what can be gathered; a truncate or a delete never can. */
function tablesOf(change: Change): string {
  return change.kind === "insert" ? change.parts.map(({ table }) => table).join() : "";
}

function bytesOf(change: Change): number {
  if (change.kind !== "insert") return 0;
  return change.parts.reduce((sum, { lines }) => sum + lines.length, 0);
}
