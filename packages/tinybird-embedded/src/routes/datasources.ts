import type { Context } from "hono";
import type { DatasourceDefinition } from "../datafile/definitions.ts";
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

function describe({ name, description, columns, engine }: DatasourceDefinition, all: Statistics) {
  return {
    id: name,
    name,
    description: description ?? "",
    columns: columns.map(({ name: column, type, jsonPath, default: expression, codec }) => ({
      name: column,
      type,
      nullable: /^(LowCardinality\()?Nullable\(/.test(type),
      jsonpath: jsonPath ?? null,
      default_value: expression === undefined ? null : `DEFAULT ${expression}`,
      codec: codec ?? null,
    })),
    engine: {
      engine: engine.type,
      engine_sorting_key: engine.sortingKey ?? "",
      engine_partition_key: engine.partitionKey ?? "",
      engine_primary_key: engine.primaryKey ?? "",
      engine_ttl: engine.ttl ?? "",
    },
    statistics: all.get(name) ?? { row_count: 0, bytes: 0 },
  };
}
