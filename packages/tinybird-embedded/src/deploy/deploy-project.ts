import type { DatasourceDefinition, ProjectDefinition } from "../datafile/definitions.ts";
import { database, type Engine } from "../engine/engine.ts";
import { quoteString } from "../engine/sql-text.ts";
import { changeTable } from "./change-table.ts";
import { createQuarantineTable, createTable, quarantineName } from "./create-table.ts";
import { deployStep } from "./deploy-step.ts";
import { deployViews } from "./deploy-views.ts";

/**
 * Brings the data directory to what the project says: creates what is missing, adds columns, keeps the rest.
 *
 * @throws {StartError} If ClickHouse refuses a datafile, or a change would not keep the data that is there.
 */
export async function deployProject(engine: Engine, project: ProjectDefinition): Promise<void> {
  const existing = await tables(engine);
  for (const datasource of project.datasources) {
    await deployStep(datasource, () => deployDatasource(engine, datasource, existing));
  }
  await deployViews(engine, project);
}

async function deployDatasource(
  engine: Engine,
  datasource: DatasourceDefinition,
  existing: ReadonlySet<string>,
): Promise<void> {
  const { name } = datasource;
  if (existing.has(name)) await changeTable(engine, datasource);
  else await engine.execute(createTable(datasource, database));
  if (!existing.has(quarantineName(name))) {
    await engine.execute(createQuarantineTable(datasource, database));
  }
}

async function tables(engine: Engine): Promise<Set<string>> {
  const rows = await engine.rows<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = ${quoteString(database)}`,
  );
  return new Set(rows.map(({ name }) => name));
}
