import type { ProjectDefinition } from "../datafile/definitions.ts";
import { database, type Engine } from "../engine/engine.ts";
import { createQuarantineTable, createTable, quarantineName, tableMark } from "./create-table.ts";
import { deployStep } from "./deploy-step.ts";
import { fillTables } from "./fill-tables.ts";
import { createView, materializedViews, type WantedView } from "./materialized-views.ts";
import { type KnownTable, planRefills } from "./plan-refills.ts";
import { planTable } from "./plan-table.ts";
import { planViews } from "./plan-views.ts";
import { requireCopyTargets } from "./require-copy-targets.ts";
import { next, withScratch } from "./scratch.ts";
import { countRows, type StoredTable, storedTables } from "./stored-tables.ts";
import { type StoredView, storedViews } from "./stored-views.ts";
import { switchOver } from "./switch-over.ts";

/** What a deployment did. */
export interface DeployOutcome {
  /** Whether any table or view was created, altered or dropped. */
  readonly changed: boolean;
}

export interface DeployOptions {
  /**
   * Called, and awaited, once, before the first statement that creates, alters or drops anything of the project. From
   * then on a kill -9 leaves a store that must be rebuilt. What comes before it works on copies without rows, in
   * databases of its own.
   */
  readonly beforeChange?: () => Promise<void>;
}

/**
 * Brings the data directory to what the project says, with the rows that are there.
 *
 * All that can be refused is refused before anything changes; all that reads rows writes into new tables, which take
 * the place of the old ones in the end. So a deployment that fails leaves what was there.
 *
 * @throws {StartError} If ClickHouse refuses a datafile, or a change would not keep the rows that are there.
 */
export async function deployProject(
  engine: Engine,
  project: ProjectDefinition,
  { beforeChange = async () => undefined }: DeployOptions = {},
): Promise<DeployOutcome> {
  requireCopyTargets(project);
  const views = materializedViews(project);
  const [tables, storedBefore] = await Promise.all([storedTables(engine), storedViews(engine)]);
  if (isDeployed(project, views, tables, storedBefore)) return { changed: false };
  if (tables.size === 0) {
    await beforeChange();
    await createAll(engine, project, views);
    return { changed: true };
  }
  await withScratch(engine, async () => {
    await createNext(engine, project, views);
    const known = await planTables(engine, project, tables);
    const plans = await planViews(engine, views, storedBefore);
    const refills = planRefills(known, plans);
    await beforeChange();
    const exchanged = await fillTables(engine, known, refills);
    await switchOver(engine, known, { stored: storedBefore, plans }, refills, exchanged);
  });
  return { changed: true };
}

function isDeployed(
  { datasources }: ProjectDefinition,
  views: readonly WantedView[],
  tables: ReadonlyMap<string, StoredTable>,
  stored: readonly StoredView[],
): boolean {
  return (
    datasources.every(
      (datasource) =>
        tables.get(datasource.name)?.mark?.stamp === tableMark(datasource).stamp &&
        tables.has(quarantineName(datasource.name)),
    ) &&
    views.length === stored.length &&
    views.every(({ name, stamp }) =>
      stored.some((view) => view.name === name && view.stamp === stamp),
    )
  );
}

async function createAll(
  engine: Engine,
  { datasources }: ProjectDefinition,
  views: readonly WantedView[],
): Promise<void> {
  for (const datasource of datasources) {
    await deployStep(datasource, async () => {
      await engine.execute(createTable(datasource, database));
      await engine.execute(createQuarantineTable(datasource, database));
    });
  }
  for (const view of views)
    await deployStep(view, () => engine.execute(createView(view, database)));
}

/** Makes the tables as the project wants them, without rows: ClickHouse says what is wrong with a datafile. */
async function createNext(
  engine: Engine,
  { datasources }: ProjectDefinition,
  views: readonly WantedView[],
): Promise<void> {
  for (const datasource of datasources) {
    await deployStep(datasource, () => engine.execute(createTable(datasource, next)));
    const quarantine = quarantineName(datasource.name);
    if (!views.some(({ select }) => select.includes(quarantine))) continue;
    await engine.execute(createQuarantineTable(datasource, next));
  }
}

async function planTables(
  engine: Engine,
  { datasources }: ProjectDefinition,
  tables: ReadonlyMap<string, StoredTable>,
): Promise<Map<string, KnownTable>> {
  const known = new Map<string, KnownTable>();
  for (const datasource of datasources) {
    const stored = tables.get(datasource.name);
    const plan = await deployStep(datasource, () => planTable(engine, datasource, stored));
    const rows = stored === undefined ? 0 : await countRows(engine, datasource.name);
    known.set(datasource.name, { datasource, stored, rows, plan });
  }
  return known;
}
