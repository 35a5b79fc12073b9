import { createHash } from "node:crypto";
import type { NodeDefinition, PipeDefinition, ProjectDefinition } from "../datafile/definitions.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { inlineNodes } from "../query/inline-nodes.ts";
import { renderSql } from "../query/render-sql.ts";
import { tableNames } from "../query/table-names.ts";
import { refuseAll } from "../refuse.ts";
import { RequestError } from "../request-error.ts";
import { StartError } from "../start-error.ts";
import { requireInside } from "../statement/require-inside.ts";
import { type StoredView, viewComment } from "./stored-views.ts";

/** A materialized view of the project. */
export interface WantedView extends StoredView {
  readonly select: string;
  readonly file: string;
  readonly line: number;
  /** Whether a change leaves its target as it is, as DEPLOYMENT_METHOD alter says. */
  readonly altersOnly: boolean;
}

/**
 * Gives the materialized views that the project wants.
 *
 * @param refuse Hears of each view that cannot be, and the others are given. Default: throws.
 * @throws {StartError} If one writes to no data source of the project, or its template cannot be evaluated.
 */
export function materializedViews(
  { pipes, datasources }: ProjectDefinition,
  refuse = refuseAll,
): WantedView[] {
  const byName = new Map(pipes.map((pipe) => [pipe.name, pipe]));
  const tables = new Set(datasources.map(({ name }) => name));
  return pipes.flatMap((pipe) =>
    pipe.nodes
      .filter(({ type }) => type === "materialized")
      .flatMap((node) => {
        try {
          return [asView(node, pipe, byName, tables)];
        } catch (cause) {
          if (!(cause instanceof StartError)) throw cause;
          refuse(cause);
          return [];
        }
      }),
  );
}

/** Writes the CREATE MATERIALIZED VIEW of a view into `database`. */
export function createView(view: WantedView, database: string): string {
  const { name, target, select } = view;
  return `CREATE MATERIALIZED VIEW ${database}.${quoteName(name)} TO ${database}.${quoteName(target)} AS ${select} COMMENT ${quoteString(viewComment(view))}`;
}

function asView(
  node: NodeDefinition,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  tables: ReadonlySet<string>,
): WantedView {
  const { file } = pipe;
  const { line, datasource: target, deploymentMethod } = node;
  if (target === undefined || !tables.has(target)) {
    const reason = `a materialized node must name a data source of the project as its DATASOURCE: current value is "${target ?? ""}"`;
    throw new StartError({ code: "datafile_invalid", file, line, reason });
  }
  const select = selectOf(node, pipe, pipes);
  const reads = [...tableNames(select)].filter((name) => tables.has(name));
  const stamp = createHash("sha256").update(`${target}\n${select}`).digest("hex");
  const name = `${pipe.name}__${node.name}`;
  return {
    name,
    target,
    reads,
    stamp,
    select,
    file,
    line,
    altersOnly: deploymentMethod === "alter",
  };
}

/** Gives the SELECT of a materialized node, with all that it reads of pipes written out. */
export function selectOf(
  node: NodeDefinition,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
): string {
  try {
    const select = inlineNodes(node, pipe, pipes, ({ sql }) => renderSql(sql, {}).sql);
    requireInside(select);
    return select;
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
