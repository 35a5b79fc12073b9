import type { OriginalEvent } from "./original-events.ts";

/** What the original's `companies.csv` has. */
export const companies = [
  { company_id: 1, name: "Tinybird Co", plan: "Pro" },
  { company_id: 2, name: "Auditlog Company", plan: "Enterprise" },
  { company_id: 3, name: "Example Inc", plan: "Dev" },
  { company_id: 4, name: "Speedwins Tech", plan: "Dev" },
  { company_id: 5, name: "Realtime Data Products SL", plan: "Pro" },
] as const;

const columns = ["project", "folder", "file", "group", "user"].flatMap((entity) =>
  ["created", "updated", "deleted"].map((action) => `${entity}_${action}`),
);

/** What of the events an endpoint is asked for, by the original's names of parameters. */
export interface Asked {
  readonly company_id?: string;
  readonly event_exact?: string;
  readonly event_like?: string;
  /** Whole seconds, inclusive. */
  readonly start_date?: string;
  readonly end_date?: string;
  readonly page?: string;
  readonly page_size?: string;
}

/** `2026-03-02 12:00:00.123`: what a DateTime64(3) shows of a moment; what is less than a millisecond is cut off. */
const shown = ({ datetime }: OriginalEvent) =>
  `${datetime.replace("T", " ")}${datetime.includes(".") ? "" : ".000"}`.slice(0, 23);

const nameOf = ({ company_id }: OriginalEvent) => companies[company_id - 1]?.name ?? "";

/** Those that are asked for, newest first. */
export function chosen(events: readonly OriginalEvent[], asked: Asked): OriginalEvent[] {
  const { company_id: company = "All", event_exact: exact = "All", event_like: like } = asked;
  return events
    .filter((each) => ["All", "0", String(each.company_id)].includes(company))
    .filter(({ event }) =>
      like === undefined ? ["All", event].includes(exact) : event.includes(like),
    )
    .filter((each) => (asked.start_date ?? "") <= shown(each).slice(0, 19))
    .filter((each) => (asked.end_date ?? "9") >= shown(each).slice(0, 19))
    .sort((a, b) => (shown(a) < shown(b) ? 1 : -1));
}

function pageOf<T>(rows: readonly T[], { page = "0", page_size = "100" }: Asked): T[] {
  return rows.slice(Number(page) * Number(page_size), (Number(page) + 1) * Number(page_size));
}

/** The rows of `api_audit_log_params`. */
export function logRows(events: readonly OriginalEvent[], asked: Asked) {
  return pageOf(chosen(events, asked), asked).map((each) => ({
    company_id: each.company_id,
    author: each.payload.author,
    event: each.event,
    datetime: shown(each),
  }));
}

/** The rows of the live session's `api_audit_log`. */
export function sentences(events: readonly OriginalEvent[], asked: Asked) {
  return pageOf(chosen(events, asked), asked).map((each) => ({
    datetime: shown(each),
    message: `${each.payload.author} from ${nameOf(each)} did ${each.event} on ${each.payload.entity_id}`,
  }));
}

/** The rows of `api_count_per_type`: a column for each kind of event, by the minute. */
export function perMinute(events: readonly OriginalEvent[], asked: Asked) {
  const minutes = new Map<string, Record<string, number>>();
  for (const each of chosen(events, asked).reverse()) {
    const minute = `${shown(each).slice(0, 16)}:00`;
    const counts = minutes.get(minute) ?? Object.fromEntries(columns.map((name) => [name, 0]));
    minutes.set(minute, { ...counts, [each.event]: (counts[each.event] ?? 0) + 1 });
  }
  return [...minutes].map(([tf, counts]) => ({ tf, ...counts }));
}

/** The rows of `api_audit_log_enriched` and `events_per_company`, by the company's id. */
export function perCompany(events: readonly OriginalEvent[]) {
  return companies
    .map(({ company_id, name, plan }) => {
      const own = events.filter((each) => each.company_id === company_id);
      return { name, events: own.length, plan };
    })
    .filter((row) => row.events > 0);
}
