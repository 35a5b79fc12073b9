/** What a dashboard asks of the audit log: feed, counts, filters. @module */
export {
  type ActionCounts,
  type Analytics,
  createAnalytics,
  type FeedEvent,
} from "./analytics/analytics.ts";
export type {
  AnalyticsOptions,
  CountOptions,
  FeedOptions,
  Period,
} from "./analytics/analytics-options.ts";
