import { createHash } from "node:crypto";
import type { NodeDefinition, PipeDefinition, ProjectDefinition } from "../datafile/definitions.ts";
import { database, type Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { inlineNodes } from "../query/inline-nodes.ts";
import { renderSql } from "../query/render-sql.ts";
import { tableNames } from "../query/table-names.ts";
import { RequestError } from "../request-error.ts";
import { StartError } from "../start-error.ts";
import { deployStep } from "./deploy-step.ts";
import { dropView, type StoredView, storedViews, viewComment } from "./stored-views.ts";

/**
 * Makes the materialized views be those of the project. A view that stayed the same is kept; one that is gone from the
 * project is dropped, with the rows that it wrote left in its target.
 *
 * @throws {StartError} If a view is new or changed while what it reads has rows: it would have missed them.
 */
export async function deployViews(engine: Engine, project: ProjectDefinition): Promise<void> {
  const wanted = materializedNodes(project);
  const kept = new Set<string>();
  for (const stored of await storedViews(engine)) {
    const same = wanted.find(({ name, stamp }) => name === stored.name && stamp === stored.stamp);
    if (same === undefined) await dropView(engine, stored.name);
    else kept.add(stored.name);
  }
  for (const view of wanted.filter(({ name }) => !kept.has(name))) {
    await deployStep(view, () => createView(engine, view));
  }
}

interface View extends StoredView {
  readonly select: string;
  readonly file: string;
  readonly line: number;
}

function materializedNodes({ pipes, datasources }: ProjectDefinition): View[] {
  const byName = new Map(pipes.map((pipe) => [pipe.name, pipe]));
  const tables = new Set(datasources.map(({ name }) => name));
  return pipes.flatMap((pipe) =>
    pipe.nodes
      .filter(({ type }) => type === "materialized")
      .map((node) => asView(node, pipe, byName, tables)),
  );
}

function asView(
  node: NodeDefinition,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  tables: ReadonlySet<string>,
): View {
  const { file } = pipe;
  const { line, datasource: target } = node;
  if (target === undefined || !tables.has(target)) {
    const reason = `a materialized node must name a data source of the project as its DATASOURCE: current value is "${target ?? ""}"`;
    throw new StartError({ code: "datafile_invalid", file, line, reason });
  }
  const select = selectOf(node, pipe, pipes);
  const reads = [...tableNames(select)].filter((name) => tables.has(name));
  const stamp = createHash("sha256").update(`${target}\n${select}`).digest("hex");
  return { name: `${pipe.name}__${node.name}`, target, reads, stamp, select, file, line };
}

function selectOf(
  node: NodeDefinition,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
): string {
  try {
    return inlineNodes(node, pipe, pipes, ({ sql }) => renderSql(sql, {}).sql);
  } catch (cause) {
    if (!(cause instanceof RequestError)) throw cause;
    const { file } = pipe;
    const { line } = node;
    throw new StartError(
      { code: "datafile_invalid", file, line, reason: cause.message },
      { cause },
    );
  }
}

async function createView(engine: Engine, view: View): Promise<void> {
  const { name, target, reads, select } = view;
  for (const source of reads) {
    const [row] = await engine.rows<{ rows: number }>(
      `SELECT count() AS rows FROM ${database}.${quoteName(source)}`,
    );
    if (row?.rows === 0) continue;
    const reason = `a materialized view that is new or changed must find "${source}" empty, as the rows that are there would be missing in "${target}": start on a fresh data directory`;
    throw new StartError({ code: "project_changed", resource: name, reason });
  }
  const table = `${database}.${quoteName(name)}`;
  await engine.execute(
    `CREATE MATERIALIZED VIEW ${table} TO ${database}.${quoteName(target)} AS ${select} COMMENT ${quoteString(viewComment(view))}`,
  );
}
