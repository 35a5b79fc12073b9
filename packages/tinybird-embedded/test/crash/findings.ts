/** What is wrong with the data, a sentence each; all empty when nothing is. */
export interface Anomalies {
  /** Acknowledged events that are stored less often than they were acknowledged. */
  readonly lost: string[];
  /** Events that are stored more often than they were sent. */
  readonly doubled: string[];
  /** Events whose stored values are not those that were sent, or that nobody sent. */
  readonly changed: string[];
  /** Requests of which a part is stored. */
  readonly inPart: string[];
  /** Events whose `recorded_at` lies outside of the requests that carried them. */
  readonly misdated: string[];
  readonly differentViews: string[];
  /** Columns whose default is worked out anew at each read. */
  readonly movingDefaults: string[];
  readonly quarantined: string[];
}

/** What was found in the data. */
export interface Findings {
  readonly anomalies: Anomalies;
  /** Rows in the data sources. */
  stored: number;
  /** Events that are stored more than once as their client sent them more than once. */
  repeated: number;
}

/** Findings of nothing so far. */
export function noFindings(): Findings {
  const anomalies = {
    lost: [],
    doubled: [],
    changed: [],
    inPart: [],
    misdated: [],
    differentViews: [],
    movingDefaults: [],
    quarantined: [],
  };
  return { anomalies, stored: 0, repeated: 0 };
}

/** Tells whether nothing is wrong. */
export function isClean({ anomalies }: Findings): boolean {
  return Object.values(anomalies).every(({ length }) => length === 0);
}
