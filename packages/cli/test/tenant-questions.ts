/** An event as it was delivered. */
export interface Delivery {
  readonly workspaceId: string;
  readonly id: string;
  readonly uid: string;
  readonly action: string;
  /** Ms since epoch. */
  readonly timestamp: number;
  readonly sequence: number;
}

/** All that was appended, or the part of it that somebody may see. */
export interface Appended {
  readonly deliveries: readonly Delivery[];
  /** Workspaces of the dimension. */
  readonly named: readonly string[];
  readonly setAside: readonly { readonly workspaceId: string; readonly uid: string }[];
  readonly snapshots: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/** How to ask an endpoint so that its answer tells workspaces apart, and what it must answer. */
export interface Question {
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether it is answered for one workspace only, which a request must name. */
  readonly isOfOne: boolean;
  answer(rows: readonly Row[]): unknown;
  /** Counted here, from what was appended. */
  expected(seen: Appended): unknown;
}

/** Gives the part of what was appended that belongs to workspaces. */
export function seenBy(all: Appended, workspaces: readonly string[]): Appended {
  const isSeen = (workspace: string) => workspaces.includes(workspace);
  return {
    deliveries: all.deliveries.filter(({ workspaceId }) => isSeen(workspaceId)),
    named: all.named.filter(isSeen),
    setAside: all.setAside.filter(({ workspaceId }) => isSeen(workspaceId)),
    snapshots: all.snapshots.filter(isSeen),
  };
}

const far = String(Date.parse("2100-01-01"));
const rowCount = (rows: readonly Row[]) => rows.length;
const distinct = (texts: readonly string[]) => new Set(texts).size;
const events = ({ deliveries }: Appended) =>
  distinct(deliveries.map(({ workspaceId, uid }) => JSON.stringify([workspaceId, uid])));
const deliveryCount = ({ deliveries }: Appended) => deliveries.length;
const sum = (values: readonly unknown[]) =>
  values.reduce((total: number, value) => total + Number(value), 0);

function ofAll(
  parameters: Question["parameters"],
  answer: Question["answer"],
  expected: Question["expected"],
): Question {
  return { parameters, isOfOne: false, answer, expected };
}

function ofOne(
  parameters: Question["parameters"],
  answer: Question["answer"],
  expected: Question["expected"],
): Question {
  return { parameters, isOfOne: true, answer, expected };
}

/** The questions for each endpoint of the data project, by its name. */
export const tenantQuestions: Readonly<Record<string, readonly Question[]>> = {
  api_audit_log: [ofAll({ page_size: "1000" }, rowCount, events)],
  api_count_per_type: [
    ofAll(
      { period: "day" },
      (rows) => sum(rows.flatMap(({ tf: _, ...counts }) => Object.values(counts))),
      events,
    ),
  ],
  api_totals: [ofAll({}, ([row]) => row?.total_events, events)],
  api_ui_filters: [
    ofAll({ filter: "workspaces" }, rowCount, ({ deliveries, named }) =>
      distinct([...deliveries.map(({ workspaceId }) => workspaceId), ...named]),
    ),
    ofAll({ filter: "actions" }, rowCount, ({ deliveries }) =>
      distinct(deliveries.map(({ action }) => action)),
    ),
  ],
  events_per_workspace: [
    ofAll(
      {},
      (rows) => [rows.length, sum(rows.map((row) => row.events))],
      (seen) => [distinct(seen.deliveries.map(({ workspaceId }) => workspaceId)), events(seen)],
    ),
    // What it knows of a workspace comes from the dimension.
    ofAll(
      {},
      (rows) => rows.filter(({ name }) => name !== "").length,
      ({ named }) => named.length,
    ),
  ],
  endpoint_audit_log: [
    ofOne(
      { event_id: "monitor:1" },
      rowCount,
      ({ deliveries }) => deliveries.filter(({ id }) => id === "monitor:1").length,
    ),
  ],
  endpoint_audit_log_streams: [ofOne({}, rowCount, deliveryCount)],
  endpoint_audit_log_search: [ofOne({ page_size: "1000" }, rowCount, deliveryCount)],
  endpoint_audit_log_tail: [ofOne({ from_recorded_at: "0" }, rowCount, deliveryCount)],
  endpoint_audit_log_tail_before: [
    ofOne({ from_recorded_at: "0", to_recorded_at: far, recorded_before: far }, rowCount, events),
  ],
  endpoint_audit_log_tail_count: [
    ofOne(
      { from_recorded_at: "0", end_recorded_at: far, width: far },
      // Safe: a list of numbers, by the endpoint's SQL.
      ([row]) => sum((row?.deliveries as number[] | undefined) ?? []),
      deliveryCount,
    ),
  ],
  endpoint_audit_log_completeness: [
    ofAll(
      { from_recorded_at: "0", to_recorded_at: far },
      // Safe: as above; the second is how many numbers are there.
      ([row]) => [(row?.totals as number[] | undefined)?.[1], row?.quarantined_rows],
      ({ deliveries, setAside }) => [
        new Set(deliveries.map(({ sequence }) => sequence)).size,
        setAside.length,
      ],
    ),
  ],
  endpoint_audit_log_quarantine: [
    ofAll(
      { uids: JSON.stringify(["bad-1", "bad-2", "bad-3"]) },
      rowCount,
      ({ setAside }) => setAside.length,
    ),
  ],
  endpoint_snapshot: [
    ofOne(
      { entity_id: "monitor:1", projection: "monitor", revision: "1" },
      rowCount,
      ({ snapshots }) => snapshots.length,
    ),
  ],
};
