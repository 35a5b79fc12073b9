import type { NodeDefinition, NodeType } from "./definitions.ts";
import type { DirectiveSet } from "./directive-set.ts";
import type { Directive } from "./known-directives.ts";
import { parseCopy } from "./parse-copy.ts";
import { parseSink } from "./parse-sink.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { isResourceName, resourceReference } from "./resource-name.ts";
import { blockOf, dedent, invalid, lineOf, textOf } from "./statement-value.ts";
import { withoutUndefined } from "./without-undefined.ts";

const TYPES: readonly NodeType[] = ["standard", "endpoint", "materialized", "copy", "sink"];

/** Directives that nodes of one type have. */
const OWNERS: ReadonlyMap<Directive, NodeType> = new Map<Directive, NodeType>([
  ["DATASOURCE", "materialized"],
  ["DEPLOYMENT_METHOD", "materialized"],
  ["TARGET_DATASOURCE", "copy"],
  ["COPY_SCHEDULE", "copy"],
  ["COPY_MODE", "copy"],
  ["MODE", "copy"],
  ["EXPORT_SERVICE", "sink"],
  ["EXPORT_CONNECTION_NAME", "sink"],
  ["EXPORT_SCHEDULE", "sink"],
  ["EXPORT_KAFKA_TOPIC", "sink"],
  ["EXPORT_BUCKET_URI", "sink"],
  ["EXPORT_FILE_TEMPLATE", "sink"],
  ["EXPORT_FORMAT", "sink"],
  ["EXPORT_COMPRESSION", "sink"],
  ["EXPORT_STRATEGY", "sink"],
  ["EXPORT_WRITE_STRATEGY", "sink"],
]);

/** Tells whether the directive belongs to a node, and not to the pipe. */
export function isNodeDirective(directive: Directive): boolean {
  return ["DESCRIPTION", "SQL", "TYPE"].includes(directive) || OWNERS.has(directive);
}

/**
 * Reads one node of a pipe: the line `NODE name` and the directives up to the next one.
 *
 * @throws {DatafileError} When it has no SQL, or says what its type cannot have.
 */
export function parseNode(node: DirectiveStatement, directives: DirectiveSet): NodeDefinition {
  const name = nodeName(node);
  const sql = directives.get("SQL");
  if (sql === undefined) throw invalid(node, `node "${name}" must have SQL`);
  const type = directives.read("TYPE", nodeType) ?? "standard";
  if (type === "materialized" && directives.get("DATASOURCE") === undefined) {
    throw invalid(node, `materialized node "${name}" must say its DATASOURCE`);
  }
  for (const statement of directives.values()) {
    const owner = OWNERS.get(statement.directive) ?? type;
    if (owner === type) continue;
    throw invalid(statement, `only a node of TYPE ${owner} must have it: it is ${type}`);
  }
  return {
    name,
    sql: sqlText(sql),
    type,
    line: sql.block?.[0]?.line ?? sql.line,
    ...withoutUndefined({
      description: directives.read("DESCRIPTION", textOf),
      datasource: directives.read("DATASOURCE", resourceReference),
      deploymentMethod: directives.read("DEPLOYMENT_METHOD", deploymentMethod),
      copy: type === "copy" ? parseCopy(node, directives) : undefined,
      sink: type === "sink" ? parseSink(node, directives) : undefined,
    }),
  };
}

function nodeName(statement: DirectiveStatement): string {
  const name = lineOf(statement);
  if (isResourceName(name)) return name;
  throw invalid(
    statement,
    `the name of a node must be letters, digits and underscores, and begin with no digit: current value is ${name}`,
  );
}

function sqlText(statement: DirectiveStatement): string {
  const sql = dedent(blockOf(statement));
  if (sql === "") throw invalid(statement, "it must not be empty");
  return sql;
}

function nodeType(statement: DirectiveStatement): NodeType {
  const value = lineOf(statement).toLowerCase();
  const type = TYPES.find((known) => known === value);
  if (type !== undefined) return type;
  throw invalid(statement, `it must be one of ${TYPES.join(", ")}: current value is ${value}`);
}

function deploymentMethod(statement: DirectiveStatement): "alter" {
  if (lineOf(statement).toLowerCase() === "alter") return "alter";
  throw invalid(statement, "it must be: DEPLOYMENT_METHOD alter");
}
