import type { NodeDefinition, PipeDefinition } from "../datafile/definitions.ts";
import { resultNode } from "../query/inline-nodes.ts";
import { tableNames } from "../query/table-names.ts";
import { TemplateError } from "../template/template-error.ts";
import { type TemplateParameter, templateParameters } from "../template/template-parameters.ts";

/** Describes a pipe as Tinybird's list and details do; ids are names here. */
export function describePipe(pipe: PipeDefinition) {
  const { name, description, nodes } = pipe;
  const result = resultNode(pipe);
  // A pipe without a TYPE answers with its last node.
  const type = nodes.find((node) => node.type !== "standard")?.type ?? "endpoint";
  const copy = nodes.find((node) => node.copy !== undefined)?.copy;
  return {
    id: name,
    name,
    description: description ?? "",
    type,
    endpoint: type === "endpoint" ? (result?.name ?? null) : null,
    materialized_datasource: nodes.find((node) => node.type === "materialized")?.datasource ?? null,
    copy_target_datasource: copy?.target ?? null,
    copy_mode: copy?.mode ?? null,
    copy_schedule: copy?.schedule ?? null,
    nodes: nodes.map((node) => ({
      id: node.name,
      name: node.name,
      sql: node.sql,
      description: node.description ?? "",
      node_type: node.type,
      materialized: node.type === "materialized" ? (node.datasource ?? null) : null,
      params: parametersOf(node),
      dependencies: dependenciesOf(node),
    })),
  };
}

/** Gives the parameters of what a pipe answers with, each once; those of all of its nodes. */
export function pipeParameters({ nodes }: PipeDefinition): readonly TemplateParameter[] {
  const byName = new Map<string, TemplateParameter>();
  for (const parameter of nodes.flatMap(parametersOf)) {
    if (!byName.has(parameter.name)) byName.set(parameter.name, parameter);
  }
  return [...byName.values()];
}

function parametersOf({ sql }: NodeDefinition): readonly TemplateParameter[] {
  try {
    return templateParameters(sql);
  } catch (cause) {
    // A template that cannot be read is an error of the request that runs it.
    if (cause instanceof TemplateError) return [];
    throw cause;
  }
}

/** What a template reads is known when it is rendered. */
function dependenciesOf({ sql, name }: NodeDefinition): readonly string[] {
  const text = sql.replaceAll(/\{%.*?%\}|\{#.*?#\}/gs, " ").replaceAll(/\{\{.*?\}\}/gs, "''");
  return [...tableNames(text.replace(/^%/, ""))].filter((each) => each !== name);
}
