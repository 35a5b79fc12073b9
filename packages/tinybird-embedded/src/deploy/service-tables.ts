import type { Engine } from "../engine/engine.ts";

/** Columns of the service data sources, by name, as the vendor documents them; here they are empty. */
const ofWorkspace: ReadonlyMap<string, string> = new Map([
  [
    "pipe_stats_rt",
    `start_datetime DateTime, pipe_id String, pipe_name String, duration Float32, read_bytes UInt64, read_rows UInt64,
     result_rows UInt64, url String, error UInt8, request_id String, token String, token_name String,
     status_code Int32, method String, parameters Map(String, String), release String, user_agent Nullable(String),
     resource_tags Array(String), cpu_time Float32, memory_usage UInt64, user_id String, billable UInt8`,
  ],
  [
    "pipe_stats",
    `date Date, pipe_id String, pipe_name String, view_count UInt64, error_count UInt64,
     avg_duration_state AggregateFunction(avg, Float32),
     quantile_timing_state AggregateFunction(quantilesTiming(0.9, 0.95, 0.99), Float64), read_bytes_sum UInt64,
     read_rows_sum UInt64, resource_tags Array(String), cpu_time_sum Float64, user_id String`,
  ],
  [
    "bi_stats_rt",
    `start_datetime DateTime, query String, query_normalized String, error_code Int32, error String, duration UInt64,
     read_rows UInt64, read_bytes UInt64, result_rows UInt64, result_bytes UInt64, database String, user String,
     engine String`,
  ],
  [
    "bi_stats",
    `date Date, database String, query_normalized String, view_count UInt64, error_count UInt64,
     avg_duration_state AggregateFunction(avg, Float32),
     quantile_timing_state AggregateFunction(quantilesTiming(0.9, 0.95, 0.99), Float64), read_bytes_sum UInt64,
     read_rows_sum UInt64, avg_result_rows_state AggregateFunction(avg, Float32),
     avg_result_bytes_state AggregateFunction(avg, Float32), user String, engine String`,
  ],
  [
    "block_log",
    `timestamp DateTime, import_id String, job_id Nullable(String), request_id String, source String,
     block_id String, status String, datasource_id String, datasource_name String, start_offset Nullable(Int64),
     end_offset Nullable(Int64), rows Nullable(Int32), parser Nullable(String), quarantine_lines Nullable(UInt32),
     empty_lines Nullable(UInt32), bytes Nullable(UInt32), processing_time Nullable(Float32),
     processing_error Nullable(String)`,
  ],
  [
    "datasources_ops_log",
    `timestamp DateTime, event_type String, datasource_id String, datasource_name String, user_id String,
     user_mail String, result String, elapsed_time Float32, error Nullable(String), import_id Nullable(String),
     job_id Nullable(String), request_id String, rows Nullable(UInt64), rows_quarantine Nullable(UInt64),
     blocks_ids Array(String), \`Options.Names\` Array(String), \`Options.Values\` Array(String), Options__Names Array(String),
     Options__Values Array(String), read_rows UInt64, read_bytes UInt64, written_rows UInt64, written_bytes UInt64,
     written_rows_quarantine UInt64, written_bytes_quarantine UInt64, pipe_id String, pipe_name String,
     release String, resource_tags Array(String), cpu_time Float32, memory_usage UInt64`,
  ],
  [
    "datasource_ops_stats",
    `event_date Date, workspace_id String, event_type String, pipe_id String, pipe_name String, error_count UInt64,
     executions UInt64, avg_elapsed_time_state AggregateFunction(avg, Float32),
     quantiles_state AggregateFunction(quantiles(0.9, 0.95, 0.99), Float32), read_bytes UInt64, read_rows UInt64,
     written_rows UInt64, written_bytes UInt64, written_rows_quarantine UInt64, written_bytes_quarantine UInt64,
     resource_tags Array(String)`,
  ],
  [
    "endpoint_errors",
    `start_datetime DateTime, request_id String, pipe_id String, pipe_name String, params Nullable(String),
     url Nullable(String), status_code Nullable(Int32), error Nullable(String), resource_tags Array(String)`,
  ],
  [
    "kafka_ops_log",
    `timestamp DateTime, datasource_id String, topic String, partition Int16, msg_type String, lag Int64,
     processed_messages Int32, processed_bytes Int64, committed_messages Int32, msg String`,
  ],
  [
    "datasources_storage",
    `datasource_id String, datasource_name String, timestamp DateTime, bytes UInt64, rows UInt64,
     bytes_quarantine UInt64, rows_quarantine UInt64`,
  ],
  [
    "releases_log",
    `timestamp DateTime64, event_type String, semver String, commit String, token String, token_name String,
     result String, error String`,
  ],
  [
    "sinks_ops_log",
    `timestamp DateTime64(3), service LowCardinality(String), pipe_id String, pipe_name String, token_name String,
     result LowCardinality(String), error Nullable(String), elapsed_time Float64, job_id Nullable(String),
     read_rows UInt64, written_rows UInt64, read_bytes UInt64, written_bytes UInt64, output Array(String),
     parameters Map(String, String), options Map(String, String), cpu_time Float64, resource_tags Array(String)`,
  ],
  [
    "data_transfer",
    `timestamp DateTime, event LowCardinality(String), region_provider LowCardinality(String),
     region_name LowCardinality(String), kind LowCardinality(String), workspace_id String, bytes UInt64`,
  ],
  [
    "jobs_log",
    `job_id String, job_type LowCardinality(String), workspace_id String, request_id String, pipe_id String,
     pipe_name String, datasource_id String, datasource_name String, created_at DateTime64, started_at DateTime64,
     updated_at DateTime64, status LowCardinality(String), error Nullable(String), job_metadata JSON,
     resource_tags Array(String)`,
  ],
  [
    "data_connectors_log",
    `timestamp DateTime64(3), datasource_id String, datasource_name String, connector LowCardinality(String),
     event_type LowCardinality(String), level LowCardinality(String), message String, result String,
     error Nullable(String), job_id Nullable(String), details Map(String, String), metadata Map(String, String)`,
  ],
  [
    "llm_usage",
    `start_time DateTime64(3), end_time DateTime64(3), duration Float32, request_id String, organization_id String,
     workspace_id String, workspace_name String, user_id String, user_email String, origin String, feature String,
     model String, provider String, prompt_tokens UInt64, completion_tokens UInt64, total_tokens UInt64, cost Float64`,
  ],
  [
    "query_log",
    `start_datetime DateTime, pipe_id String, pipe_name String, duration Float32, read_rows UInt64,
     read_bytes UInt64, result_rows UInt64, memory_usage UInt64, cpu_time Float32, query String, error String,
     request_id String`,
  ],
]);

const ofOrganization: ReadonlyMap<string, string> = new Map([
  ...[...ofWorkspace].map(([name, columns]): [string, string] => {
    const workspace = columns.includes("workspace_id") ? "" : "workspace_id String, ";
    return [
      name,
      `${workspace}workspace_name String, ${columns.replace("workspace_name String,", "")}`,
    ];
  }),
  [
    "datasources_ops_stats",
    `event_date Date, workspace_id String, event_type String, pipe_id String, pipe_name String, error_count UInt64,
     executions UInt64, avg_elapsed_time_state AggregateFunction(avg, Float32),
     quantiles_state AggregateFunction(quantiles(0.9, 0.95, 0.99), Float32), read_bytes UInt64, read_rows UInt64,
     written_rows UInt64, written_bytes UInt64, written_rows_quarantine UInt64, written_bytes_quarantine UInt64`,
  ],
  [
    "workspaces",
    `workspace_id String, name String, created_at DateTime, deleted_at Nullable(DateTime), plan String,
     organization_id String, member_emails Array(String)`,
  ],
  [
    "processed_data",
    `date Date, workspace_id String, workspace_name String, read_bytes UInt64, written_bytes UInt64`,
  ],
]);

const databases: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ["tinybird", ofWorkspace],
  ["organization", ofOrganization],
]);

/** Tells whether a table with its database before it, `tinybird.jobs_log`, is a service data source. */
export function isServiceTable(name: string): boolean {
  const [database = "", table = "", ...others] = name.replaceAll("`", "").split(".");
  return others.length === 0 && databases.get(database)?.has(table) === true;
}

/** Makes the service data sources, empty; they live as long as the process. */
export async function createServiceTables(engine: Engine): Promise<void> {
  const statements = [...databases].flatMap(([database, tables]) => [
    // Such a database forgets its tables, so that they have the columns of this version and are in no snapshot.
    `CREATE DATABASE IF NOT EXISTS ${database} ENGINE = Memory`,
    ...[...tables].map(
      ([name, columns]) =>
        `CREATE TABLE IF NOT EXISTS ${database}.${name} (${columns}) ENGINE = Null`,
    ),
  ]);
  // All at once: a start would wait for each by itself.
  await engine.execute(statements.join(";\n"));
}
