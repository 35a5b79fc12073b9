import { DatafileError } from "./datafile-error.ts";
import type { NodeDefinition, NodeType } from "./definitions.ts";
import type { DirectiveSet } from "./directive-set.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { isResourceName } from "./resource-name.ts";
import { blockOf, dedent, invalid, lineOf, textOf } from "./statement-value.ts";
import { withoutUndefined } from "./without-undefined.ts";

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
  const materialized = type === "materialized";
  const target = directives.get("DATASOURCE");
  if (materialized && target === undefined) {
    throw invalid(node, `materialized node "${name}" must say its DATASOURCE`);
  }
  const method = directives.get("DEPLOYMENT_METHOD");
  for (const statement of [target, method]) {
    if (statement === undefined || materialized) continue;
    throw invalid(statement, `only a node of TYPE materialized must have it: it is ${type}`);
  }
  return {
    name,
    sql: sqlText(sql),
    type,
    line: sql.block?.[0]?.line ?? sql.line,
    ...withoutUndefined({
      description: directives.read("DESCRIPTION", textOf),
      datasource: directives.read("DATASOURCE", targetName),
      deploymentMethod: directives.read("DEPLOYMENT_METHOD", deploymentMethod),
    }),
  };
}

function nodeName(statement: DirectiveStatement): string {
  return plainName(statement, "the name of a node");
}

function targetName(statement: DirectiveStatement): string {
  return plainName(statement, "the name of a data source");
}

function plainName(statement: DirectiveStatement, what: string): string {
  const name = lineOf(statement);
  if (isResourceName(name)) return name;
  throw invalid(
    statement,
    `${what} must be letters, digits and underscores, and begin with no digit: current value is ${name}`,
  );
}

function sqlText(statement: DirectiveStatement): string {
  const sql = dedent(blockOf(statement));
  if (sql === "") throw invalid(statement, "it must not be empty");
  return sql;
}

function nodeType(statement: DirectiveStatement): NodeType {
  const type = lineOf(statement).toLowerCase();
  if (type === "endpoint" || type === "materialized" || type === "standard") return type;
  const as = `it must be endpoint, materialized or standard: current value is ${type}`;
  if (type !== "copy" && type !== "sink") throw invalid(statement, as);
  const { file, line, directive } = statement;
  const cannot = `read ${directive}`;
  throw new DatafileError({ file, line, directive, cannot, as, code: "unsupported_datafile" });
}

function deploymentMethod(statement: DirectiveStatement): "alter" {
  if (lineOf(statement).toLowerCase() === "alter") return "alter";
  throw invalid(statement, "it must be: DEPLOYMENT_METHOD alter");
}
