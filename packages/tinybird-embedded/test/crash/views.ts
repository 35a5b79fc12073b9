/** A view, and what it would have to say if it were worked out from its base now. */
export interface ViewOfBase {
  readonly view: string;
  /** Both give a column per thing that must be equal, of the same types and in the same order. */
  readonly stored: string;
  readonly expected: string;
}

/** The views of the project's first version. */
export const baseViews: readonly ViewOfBase[] = [
  {
    view: "readings_sums",
    stored:
      "SELECT key, sum(rows) AS n, sum(amount) AS total, sum(recorded) AS recorded FROM readings_sums GROUP BY key",
    expected:
      "SELECT key, count() AS n, sum(amount) AS total, sum(toUnixTimestamp64Milli(recorded_at)) AS recorded FROM readings GROUP BY key",
  },
  {
    view: "readings_states",
    stored:
      "SELECT slot, key, countMerge(rows) AS n, sumMerge(amount) AS total, maxMerge(latest) AS last FROM readings_states GROUP BY slot, key",
    expected:
      "SELECT slot, key, count() AS n, sum(amount) AS total, max(recorded_at) AS last FROM readings GROUP BY slot, key",
  },
  {
    view: "readings_copy",
    stored:
      "SELECT id, key, slot, amount, note, recorded_at, count() AS n FROM readings_copy GROUP BY id, key, slot, amount, note, recorded_at",
    expected:
      "SELECT id, key, slot, amount, note, recorded_at, count() AS n FROM readings GROUP BY id, key, slot, amount, note, recorded_at",
  },
  {
    view: "notices_sums",
    stored:
      "SELECT key, sum(rows) AS n, sum(amount) AS total, sum(recorded) AS stamps, max(latest) AS last FROM notices_sums GROUP BY key",
    expected:
      "SELECT key, count() AS n, sum(amount) AS total, sum(recorded_at) AS stamps, max(recorded_at) AS last FROM notices GROUP BY key",
  },
];

/** The view of a data source that came later. */
export function lateView(source: string): ViewOfBase {
  return {
    view: `${source}_sums`,
    stored: `SELECT key, sum(rows) AS n, sum(recorded) AS total FROM ${source}_sums GROUP BY key`,
    expected: `SELECT key, count() AS n, sum(toUnixTimestamp64Milli(recorded_at)) AS total FROM ${source} GROUP BY key`,
  };
}

/** Counts the rows that only one of the two has. */
export function differenceSql({ stored, expected }: ViewOfBase): string {
  return `SELECT (SELECT count() FROM (${expected} EXCEPT ${stored})) AS missing, (SELECT count() FROM (${stored} EXCEPT ${expected})) AS surplus`;
}
