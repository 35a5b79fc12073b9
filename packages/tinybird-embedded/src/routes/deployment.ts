import type { DatasourceDefinition, PipeDefinition } from "../datafile/definitions.ts";
import type { Journal } from "../durability/journal.ts";
import type { LogCompaction } from "../durability/log-compaction.ts";
import type { Engine } from "../engine/engine.ts";
import type { IngestPlan } from "../ingest/ingest-plan.ts";
import type { Ingestion } from "../ingest/ingestion.ts";
import type { JobList } from "../jobs/job-list.ts";
import type { KafkaStatus } from "../kafka/kafka-status.ts";
import type { RequestRate } from "../limits/request-rate.ts";
import type { TokenRate } from "../limits/token-rate.ts";
import type { QueryLimits } from "../query/query-limits.ts";
import type { Signer } from "../tokens/json-web-token.ts";
import type { SavedTokens } from "../tokens/saved-tokens.ts";
import type { TokenStore } from "../tokens/token-store.ts";

/** What the routes serve: a project on an engine. */
export interface Deployment {
  readonly engine: Engine;
  readonly datasources: ReadonlyMap<string, DatasourceDefinition>;
  readonly pipes: ReadonlyMap<string, PipeDefinition>;
  readonly plans: ReadonlyMap<string, IngestPlan>;
  readonly ingestion: Ingestion;
  readonly journal: Journal;
  readonly compaction: LogCompaction;
  /** How the topics that feed data sources are read. */
  readonly kafka: () => readonly KafkaStatus[];
  readonly tokens: TokenStore;
  readonly jobs: JobList;
  readonly savedTokens: SavedTokens;
  readonly signer: Signer;
  readonly tokenRate: TokenRate;
  /** Origins whose pages may call the server from a browser. */
  readonly cors: readonly string[];
  readonly queryLimits: QueryLimits;
  /** Bytes of a request's body, unpacked. */
  readonly bodyLimit: number;
  /** Of `/v0/events`, for each data source; unlimited without. */
  readonly requestRate?: RequestRate;
}
