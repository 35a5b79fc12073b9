import type { BuiltInAction } from "@audit/events";
import { z } from "zod";
import { UnexpectedAnswerError } from "../call-error.ts";
import { InvalidReadError } from "../store-error.ts";
import type { QueryParameters, Transport } from "../transport.ts";
import { untilAborted } from "../until-aborted.ts";
import type { AnalyticsOptions, CountOptions, FeedOptions } from "./analytics-options.ts";
import { analyticsParameters, feedParameters } from "./analytics-parameters.ts";
import {
  actionValue,
  countsRow,
  feedRow,
  totalsRow,
  workspaceRow,
  workspaceValue,
} from "./analytics-rows.ts";

/** The endpoints of the dashboard, by what they answer. */
export const analyticsPipes = {
  feed: "api_audit_log",
  counts: "api_count_per_type",
  totals: "api_totals",
  filters: "api_ui_filters",
  workspaces: "events_per_workspace",
} as const;

/** One event of a feed. */
export interface FeedEvent {
  /** Ms since epoch, UTC. */
  readonly timestamp: number;
  /** "author from workspace did action on target". */
  readonly message: string;
  readonly workspaceId: string;
  /** `""` while the workspace is not known. */
  readonly workspaceName: string;
  readonly id: string;
  readonly uid: string;
  readonly action: string;
}

/** How many events happened in a stretch of time. */
export interface ActionCounts {
  /** When it begins, ms since epoch, UTC. */
  readonly from: number;
  /** Each built-in action, 0 where there was none. */
  readonly counts: Readonly<Record<BuiltInAction["name"], number>>;
  /** Of actions of other catalogs. */
  readonly other: number;
}

/** What a dashboard asks of the audit log. */
export interface Analytics {
  /** Gives a page of the newest events, newest first, each once. */
  feed(options?: FeedOptions): Promise<readonly FeedEvent[]>;
  /** Gives the stretches that have events, in order, with how many of each action. */
  counts(options?: CountOptions): Promise<readonly ActionCounts[]>;
  /** Gives how many events there are. */
  total(options?: AnalyticsOptions): Promise<number>;
  /** Gives the workspaces there are, by name. A workspace without one is called by its id. */
  workspaces(
    options?: Pick<AnalyticsOptions, "signal">,
  ): Promise<readonly { readonly workspaceId: string; readonly name: string }[]>;
  /** Gives the actions that there are events of, by name, as they were recorded. */
  actions(options?: Pick<AnalyticsOptions, "signal">): Promise<readonly string[]>;
  /** Gives how many events each workspace has, most first; one without any is not there. */
  perWorkspace(options?: AnalyticsOptions): Promise<
    readonly {
      readonly workspaceId: string;
      readonly name: string;
      readonly plan: string;
      readonly size: number;
      readonly events: number;
    }[]
  >;
}

/**
 * Gives what the dashboard's endpoints of the data project answer, typed.
 *
 * A token sees what its filters let through, and so do the counts. Times are valid time; `feed` takes
 * whole seconds and the counts whole minutes: the one that holds `from`, and the one that holds `to`, count.
 * An event that was delivered twice counts once. What a materialized view has not seen yet is not there:
 * on Tinybird it sees a row as it comes in.
 *
 * @throws {InvalidReadError} naming the option and what must hold
 * @throws {UnexpectedAnswerError} when an endpoint answers something else
 * @example
 * import { fetchTransport } from "@audit/store";
 * const analytics = createAnalytics({ transport: fetchTransport({ url: "http://127.0.0.1:7181", token: "p.x" }) });
 * typeof analytics.feed; // "function"
 */
export function createAnalytics({ transport }: { readonly transport: Transport }): Analytics {
  const ask = async <Row>(
    pipe: string,
    parameters: QueryParameters,
    row: z.ZodType<Row>,
    signal: AbortSignal | undefined,
  ): Promise<Row[]> => {
    const rows = await untilAborted(signal, () => transport.query(pipe, parameters, { signal }));
    const parsed = z.array(row).safeParse(rows);
    if (parsed.success) return parsed.data;
    // Not the rows, nor what is wrong with them: they may quote what was stored.
    throw new UnexpectedAnswerError(`query "${pipe}"`, "have the columns of its pipe");
  };
  return {
    async feed(options = {}) {
      const { signal } = options;
      const rows = await ask(analyticsPipes.feed, feedParameters(options), feedRow, signal);
      return rows.map(({ datetime, workspace_id, workspace_name, ...row }) => ({
        timestamp: datetime,
        workspaceId: workspace_id,
        workspaceName: workspace_name,
        ...row,
      }));
    },
    async counts(options = {}) {
      const { signal, per = "minute" } = options;
      if (!["minute", "hour", "day"].includes(per))
        throw new InvalidReadError("per", "be minute, hour or day");
      const parameters = { ...analyticsParameters(options), period: per };
      const rows = await ask(analyticsPipes.counts, parameters, countsRow, signal);
      return rows.map(({ tf, other = 0, ...counts }) => ({
        from: tf,
        // Safe: a test holds the columns against the catalog.
        counts: Object.fromEntries(
          Object.entries(counts).map(([column, number]) => [column.replace("_", "."), number]),
        ) as ActionCounts["counts"],
        other,
      }));
    },
    async total(options = {}) {
      const parameters = analyticsParameters(options);
      const rows = await ask(analyticsPipes.totals, parameters, totalsRow, options.signal);
      return rows[0]?.total_events ?? 0;
    },
    async workspaces({ signal } = {}) {
      const parameters = { filter: "workspaces" };
      const rows = await ask(analyticsPipes.filters, parameters, workspaceValue, signal);
      return rows.map((row) => ({ workspaceId: row.workspace_id, name: row.values }));
    },
    async actions({ signal } = {}) {
      const rows = await ask(analyticsPipes.filters, { filter: "actions" }, actionValue, signal);
      return rows.map(({ values }) => values);
    },
    async perWorkspace(options = {}) {
      const parameters = analyticsParameters(options);
      const rows = await ask(analyticsPipes.workspaces, parameters, workspaceRow, options.signal);
      return rows.map(({ workspace_id, ...row }) => ({ workspaceId: workspace_id, ...row }));
    },
  };
}
