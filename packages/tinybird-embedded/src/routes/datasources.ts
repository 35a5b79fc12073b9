import type { Context } from "hono";
import type { DatasourceDefinition, EngineDefinition } from "../datafile/definitions.ts";
import { quarantineName } from "../deploy/create-table.ts";
import { database, type Engine } from "../engine/engine.ts";
import { quoteString } from "../engine/sql-text.ts";
import { note } from "../logging/request-notes.ts";
import { RequestError } from "../request-error.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";

/** `GET /v0/datasources`: every data source of the project. */
export async function listDatasources(context: Context, deployment: Deployment): Promise<Response> {
  const { engine, datasources, tokens } = deployment;
  requireGrant(grantsOf(context, tokens), "the list of data sources");
  const statistics = await readStatistics(engine);
  const list = [...datasources.values()].map((datasource) => describe(datasource, statistics));
  return context.json({ datasources: list });
}

/** `GET /v0/datasources/NAME`: one data source. */
export async function getDatasource(context: Context, deployment: Deployment): Promise<Response> {
  const { engine, datasources, tokens } = deployment;
  const name = context.req.param("name") ?? "";
  requireGrant(grantsOf(context, tokens), `the data source "${name}"`);
  const datasource = datasources.get(name);
  if (datasource === undefined) throw new RequestError(404, `Data source "${name}" does not exist`);
  note(context.env.incoming, { datasource: name });
  return context.json(describe(datasource, await readStatistics(engine)));
}

type Statistics = ReadonlyMap<string, { readonly row_count: number; readonly bytes: number }>;

async function readStatistics(engine: Engine): Promise<Statistics> {
  const rows = await engine.rows<{ name: string; row_count: number | null; bytes: number | null }>(
    `SELECT name, total_rows AS row_count, total_bytes AS bytes
     FROM system.tables WHERE database = ${quoteString(database)}`,
  );
  return new Map(
    rows.map(({ name, row_count, bytes }) => [
      name,
      { row_count: row_count ?? 0, bytes: bytes ?? 0 },
    ]),
  );
}

function describe(datasource: DatasourceDefinition, all: Statistics) {
  const { name, description, engine, tags, forwardQuery } = datasource;
  const columns = describeColumns(datasource);
  const { row_count, bytes } = all.get(name) ?? { row_count: 0, bytes: 0 };
  return {
    id: name,
    name,
    description: description ?? "",
    // The vendor's list has them above, its details below.
    columns,
    schema: { columns },
    engine: {
      engine: engine.type,
      engine_sorting_key: engine.sortingKey ?? "",
      engine_partition_key: engine.partitionKey ?? "",
      engine_primary_key: engine.primaryKey ?? "",
      engine_ttl: engine.ttl ?? "",
      ...engineColumns(engine),
    },
    ...(engine.ttl === undefined ? {} : { ttl: engine.ttl }),
    ...(forwardQuery === undefined ? {} : { forward_query: forwardQuery }),
    tags: tags ?? [],
    statistics: { row_count, bytes },
    quarantine_rows: all.get(quarantineName(name))?.row_count ?? 0,
  };
}

function engineColumns({ ver, isDeleted, sign, version, columns }: EngineDefinition) {
  const named = {
    engine_ver: ver,
    engine_is_deleted: isDeleted,
    engine_sign: sign,
    engine_version: version,
    engine_summing_columns: columns,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

function describeColumns({ columns }: DatasourceDefinition) {
  return columns.map(({ name, type, jsonPath, default: expression, codec }) => ({
    name,
    type,
    nullable: /^(LowCardinality\()?Nullable\(/.test(type),
    jsonpath: jsonPath ?? null,
    default_value: expression === undefined ? null : `DEFAULT ${expression}`,
    codec: codec ?? null,
  }));
}
