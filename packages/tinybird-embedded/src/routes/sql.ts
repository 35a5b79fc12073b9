import type { Context } from "hono";
import type { PipeDefinition } from "../datafile/definitions.ts";
import { runSql } from "../query/run-sql.ts";
import { RequestError } from "../request-error.ts";
import { readAccess } from "../tokens/read-access.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";
import { readParameters } from "./read-parameters.ts";
import { resultResponse } from "./result-response.ts";
import { statementOf } from "./statement-of.ts";

/** `GET|POST /v0/sql`: runs one SELECT, given as `q` or as the body, which wins. */
export async function querySql(context: Context, deployment: Deployment): Promise<Response> {
  const { engine, pipes, tokens, queryLimits, bodyLimit } = deployment;
  const grants = grantsOf(context, tokens);
  requireGrant(grants, "SQL queries", ({ kind }) => kind === "read" || kind === "read-all");
  const { raw } = context.req;
  const sent = await readParameters(raw, bodyLimit);
  const { parameters } = sent;
  const statement = statementOf(sent) ?? "";
  if (statement.trim() === "") {
    throw new RequestError(400, "Cannot run an empty statement: give it as q or as the body");
  }
  if (parameters.format !== undefined) {
    throw new RequestError(400, "Cannot run the statement with format: its FORMAT names it");
  }
  const underscore = pipeline(parameters.pipeline, pipes);
  const access = readAccess(grants);
  if (access !== undefined && underscore !== undefined && !access.pipes.has(underscore.name)) {
    throw new RequestError(403, `The token does not have access to "${underscore.name}"`);
  }
  const seen = access && {
    ...access,
    pipes: new Set([...access.pipes, ...(underscore ? ["_"] : [])]),
  };
  const { result, contentType } = await runSql(
    engine,
    { statement, parameters, pipes, ...(underscore && { underscore }), access: seen },
    queryLimits,
    raw.signal,
  );
  return resultResponse(context, result, contentType);
}

/** The pipe that `_` stands for. */
function pipeline(
  name: string | readonly string[] | undefined,
  pipes: ReadonlyMap<string, PipeDefinition>,
): PipeDefinition | undefined {
  if (name === undefined) return undefined;
  const pipe = typeof name === "string" ? pipes.get(name) : undefined;
  if (pipe === undefined) {
    throw new RequestError(404, "Cannot run the statement as pipeline must name a pipe");
  }
  return pipe;
}
