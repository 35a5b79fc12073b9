import type {
  ColumnDefinition,
  DatasourceDefinition,
  NodeDefinition,
  PipeDefinition,
  ProjectDefinition,
} from "../datafile/definitions.ts";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import type { Engine } from "../engine/engine.ts";
import { quoteName } from "../engine/sql-text.ts";
import { orRefuse, type Refuse, refuseAll } from "../refuse.ts";
import { createQuarantineTable, createTable } from "./create-table.ts";
import { deployStep } from "./deploy-step.ts";
import { selectOf } from "./materialized-views.ts";
import { amongNext, next, withScratch } from "./scratch.ts";

/**
 * Asks ClickHouse for what datafiles leave to it: the types of columns that have a DEFAULT only, and the columns of data
 * sources that materialized nodes of Tinybird Classic make by their ENGINE. Without either the project stays as it is,
 * and nothing is asked.
 *
 * @throws {StartError} If ClickHouse refuses one of them.
 */
export async function completeProject(
  engine: Engine,
  project: ProjectDefinition,
  refuse = refuseAll,
): Promise<ProjectDefinition> {
  const names = new Set(project.datasources.map(({ name }) => name));
  const missing = implicitTargets(project).filter(({ name }) => !names.has(name));
  const isWhole = project.datasources.every(({ columns }) => columns.every(({ type }) => type));
  if (missing.length === 0 && isWhole) return project;
  return withScratch(engine, async () => {
    const datasources: DatasourceDefinition[] = [];
    for (const datasource of project.datasources) {
      const created = await orRefuse(refuse, () => createdAmongNext(engine, datasource));
      if (created !== undefined) datasources.push(created);
    }
    datasources.push(...(await targetsAmongNext(engine, project, missing, refuse)));
    return { ...project, datasources };
  });
}

interface ImplicitTarget {
  readonly name: string;
  readonly node: NodeDefinition;
  readonly pipe: PipeDefinition;
}

function implicitTargets({ pipes }: ProjectDefinition): ImplicitTarget[] {
  const targets = new Map<string, ImplicitTarget>();
  for (const pipe of pipes) {
    for (const node of pipe.nodes) {
      const name = node.engine && node.datasource;
      if (name !== undefined && !targets.has(name)) targets.set(name, { name, node, pipe });
    }
  }
  return [...targets.values()];
}

async function createdAmongNext(
  engine: Engine,
  datasource: DatasourceDefinition,
): Promise<DatasourceDefinition> {
  await deployStep(datasource, async () => {
    await engine.execute(createTable(datasource, next));
    await engine.execute(createQuarantineTable(datasource, next));
  });
  if (datasource.columns.every(({ type }) => type)) return datasource;
  const types = new Map(
    (await describe(engine, `${next}.${quoteName(datasource.name)}`)).map(({ name, type }) => [
      name,
      type,
    ]),
  );
  const columns = datasource.columns.map((column) => ({
    ...column,
    type: column.type || (types.get(column.name) ?? "String"),
  }));
  return { ...datasource, columns };
}

/** One may read another: whatever can be made is made, until nothing more can. */
async function targetsAmongNext(
  engine: Engine,
  { pipes }: ProjectDefinition,
  missing: readonly ImplicitTarget[],
  refuse: Refuse,
): Promise<DatasourceDefinition[]> {
  const byName = new Map(pipes.map((pipe) => [pipe.name, pipe]));
  const made: DatasourceDefinition[] = [];
  let waiting = [...missing];
  while (waiting.length > 0) {
    const left: ImplicitTarget[] = [];
    for (const target of waiting) {
      try {
        made.push(await targetAmongNext(engine, target, byName));
      } catch (cause) {
        if (!(cause instanceof ClickhouseError)) throw cause;
        left.push(target);
      }
    }
    const [first] = left;
    if (first !== undefined && left.length === waiting.length) {
      const { file } = first.pipe;
      const place = { file, line: first.node.line };
      const target = await orRefuse(refuse, () =>
        deployStep(place, () => targetAmongNext(engine, first, byName)),
      );
      if (target !== undefined) made.push(target);
      left.shift();
    }
    waiting = left;
  }
  return made;
}

async function targetAmongNext(
  engine: Engine,
  { name, node, pipe }: ImplicitTarget,
  pipes: ReadonlyMap<string, PipeDefinition>,
): Promise<DatasourceDefinition> {
  const select = selectOf(node, pipe, pipes);
  const view = `${next}.${quoteName(`${name}__columns`)}`;
  await amongNext(engine, () => engine.execute(`CREATE VIEW ${view} AS ${select}`));
  const columns = await describe(engine, view);
  await engine.execute(`DROP VIEW ${view} SYNC`);
  const { file } = pipe;
  const datasource = {
    name,
    file,
    columns,
    indexes: [],
    engine: node.engine ?? { type: "MergeTree" },
    tokens: [],
  };
  await engine.execute(createTable(datasource, next));
  await engine.execute(createQuarantineTable(datasource, next));
  return datasource;
}

async function describe(engine: Engine, what: string): Promise<ColumnDefinition[]> {
  const rows = await engine.rows<ColumnDefinition>(`DESCRIBE TABLE ${what}`);
  return rows.map(({ name, type }) => ({ name, type }));
}
