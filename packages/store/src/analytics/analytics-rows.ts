import { z } from "zod";

const count = z.coerce.number().int().min(0);
/** A row of `api_audit_log`. */
export const feedRow = z.object({
  datetime: z.string().transform(readDate),
  message: z.string(),
  workspace_id: z.string(),
  workspace_name: z.string(),
  id: z.string(),
  uid: z.string(),
  action: z.string(),
});
/** A row of `api_count_per_type`. */
export const countsRow = z.object({ tf: z.string().transform(readDate) }).catchall(count);
/** A row of `api_totals`. */
export const totalsRow = z.object({ total_events: count });
/** A row of `api_ui_filters`. */
export const workspaceValue = z.object({ values: z.string(), workspace_id: z.string() });
/** A row of `api_ui_filters`. */
export const actionValue = z.object({ values: z.string() });
/** A row of `events_per_workspace`. */
export const workspaceRow = z.object({
  workspace_id: z.string(),
  name: z.string(),
  events: count,
  plan: z.string(),
  size: count,
});

/** Reads a time of ClickHouse, which is UTC and says so nowhere. */
function readDate(text: string): number {
  return Date.parse(`${text.replace(" ", "T")}Z`);
}
