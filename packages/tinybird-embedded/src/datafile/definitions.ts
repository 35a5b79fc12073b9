import type { DatafileWarning } from "./datafile-warning.ts";
import type { Directive } from "./known-directives.ts";

/** A whole Tinybird data project, as its datafiles say it. */
export interface ProjectDefinition {
  readonly datasources: readonly DatasourceDefinition[];
  readonly pipes: readonly PipeDefinition[];
  readonly connections: readonly ConnectionDefinition[];
  /** Sentences about files that were left out. */
  readonly warnings?: readonly string[];
}

/** One `.connection` file. Its name is the file's name. */
export interface ConnectionDefinition {
  readonly name: string;
  readonly file: string;
  readonly description?: string;
  readonly type: "kafka" | "s3" | "gcs" | "dynamodb";
  /** Values by directive, as written: `{{ tb_secret("X") }}` is not looked up. */
  readonly settings: Readonly<Partial<Record<Directive, string>>>;
}

/** One `.datasource` file. Its name is the file's name. */
export interface DatasourceDefinition {
  readonly name: string;
  /** Path as given to the parser, for error messages. */
  readonly file: string;
  readonly description?: string;
  readonly columns: readonly ColumnDefinition[];
  readonly indexes: readonly IndexDefinition[];
  readonly engine: EngineDefinition;
  readonly tokens: readonly TokenDefinition[];
  readonly tags?: readonly string[];
  /** Select list over the table of the deployment before; says nothing about a new table. */
  readonly forwardQuery?: string;
  /** Line of the file on which FORWARD_QUERY stands, from 1. */
  readonly forwardQueryLine?: number;
  /** A deployment does not fill this data source from the materialized views that write to it. */
  readonly backfill?: "skip";
  /** The topic that feeds it. */
  readonly kafka?: KafkaDefinition;
  /** The bucket or table that would fill it. */
  readonly imported?: ImportDefinition;
  /** Names of the workspaces that would read it. */
  readonly sharedWith?: readonly string[];
  /** Of Tinybird Classic, where its name would be `name__v3` for 3. */
  readonly version?: number;
  readonly warnings?: readonly DatafileWarning[];
}

/** KAFKA_* directives of a data source, as written. */
export interface KafkaDefinition {
  readonly connection: string;
  readonly topic: string;
  readonly groupId: string;
  readonly autoOffsetReset?: string;
  readonly storeRawValue?: boolean;
  readonly storeHeaders?: boolean;
  readonly keyFormat?: string;
  readonly valueFormat?: string;
}

/** IMPORT_* directives of a data source. Nothing is imported: rows come by other ways. */
export interface ImportDefinition {
  readonly connection?: string;
  /** Of Tinybird Classic: `bigquery`, `snowflake`, … */
  readonly service?: string;
  /** `@once`, `@on-demand`, `@auto`, or a cron expression. */
  readonly schedule?: string;
  readonly bucketUri?: string;
  readonly fromTimestamp?: string;
  readonly tableArn?: string;
  readonly exportBucket?: string;
  readonly externalDatasource?: string;
  readonly query?: string;
}

export interface ColumnDefinition {
  readonly name: string;
  /** ClickHouse type as written, `LowCardinality(String)`; `""` where a DEFAULT stands for it. */
  readonly type: string;
  /** Where the Events API finds the value: `$.a.b`, `$.a[:]`, or `$` for the whole row. */
  readonly jsonPath?: string;
  /** SQL expression after DEFAULT. */
  readonly default?: string;
  /** Text between the brackets of CODEC(...). */
  readonly codec?: string;
}

/** `name expression TYPE type GRANULARITY n` */
export interface IndexDefinition {
  readonly name: string;
  readonly expression: string;
  readonly type: string;
  readonly granularity?: number;
}

/** ENGINE and its ENGINE_* directives; expressions are SQL text as written. */
export interface EngineDefinition {
  /** `MergeTree`, `ReplacingMergeTree`, … */
  readonly type: string;
  readonly partitionKey?: string;
  readonly sortingKey?: string;
  readonly primaryKey?: string;
  readonly samplingKey?: string;
  readonly ttl?: string;
  readonly settings?: string;
  readonly ver?: string;
  readonly isDeleted?: string;
  readonly sign?: string;
  readonly version?: string;
  readonly columns?: string;
  /** Of a Join: `ANY`, `ALL`, `SEMI` or `ANTI`. */
  readonly joinStrictness?: string;
  /** Of a Join: `LEFT`, `INNER`, … */
  readonly joinType?: string;
  /** Of a Join: its columns, with commas. */
  readonly joinKeys?: string;
}

/** A static token that a datafile asks for: `TOKEN name READ`. */
export interface TokenDefinition {
  readonly name: string;
  readonly scope: "READ" | "APPEND";
}

/** One `.pipe` file. Its name is the file's name. */
export interface PipeDefinition {
  readonly name: string;
  readonly file: string;
  readonly description?: string;
  readonly nodes: readonly NodeDefinition[];
  readonly tokens: readonly TokenDefinition[];
  readonly tags?: readonly string[];
  /** Of Tinybird Classic, where its name would be `name__v3` for 3. */
  readonly version?: number;
  readonly warnings?: readonly DatafileWarning[];
}

export type NodeType = "standard" | "endpoint" | "materialized" | "copy" | "sink";

export interface NodeDefinition {
  readonly name: string;
  readonly description?: string;
  /** As in the file, dedented; a template when its first non-blank character is `%`. */
  readonly sql: string;
  readonly type: NodeType;
  /** Where a materialized node writes. */
  readonly datasource?: string;
  /**
   * Of Tinybird Classic: the engine of the data source that a materialized node writes to, which is made if the project
   * has none of that name.
   */
  readonly engine?: EngineDefinition;
  /** A deployment alters the view in place; says nothing about a new view. */
  readonly deploymentMethod?: "alter";
  /** What a node of TYPE copy has, and no other. */
  readonly copy?: CopyDefinition;
  /** What a node of TYPE sink has, and no other. */
  readonly sink?: SinkDefinition;
  /** Line of the file on which the SQL begins, from 1. */
  readonly line: number;
}

/** Where a copy pipe writes its rows. */
export interface CopyDefinition {
  /** Name of the data source. */
  readonly target: string;
  /** Whether the rows that are there stay. */
  readonly mode: "append" | "replace";
  /** Cron expression or `@on-demand`; this server runs copies on demand only. */
  readonly schedule?: string;
}

/** EXPORT_* directives of a sink. Nothing is exported. */
export interface SinkDefinition {
  readonly connection: string;
  /** Of Tinybird Classic: `kafka`, `s3`, … */
  readonly service?: string;
  readonly schedule?: string;
  readonly kafkaTopic?: string;
  readonly bucketUri?: string;
  readonly fileTemplate?: string;
  readonly format?: string;
  readonly compression?: string;
  readonly strategy?: string;
}
