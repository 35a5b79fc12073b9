import type { Context } from "hono";
import { note } from "../logging/request-notes.ts";
import { formatOfEnding } from "../query/output-format.ts";
import { endpointOf, runPipe } from "../query/run-pipe.ts";
import { runSql } from "../query/run-sql.ts";
import { RequestError } from "../request-error.ts";
import { fixedParameters, readsPipe } from "../tokens/pipe-grants.ts";
import { readAccess } from "../tokens/read-access.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";
import { readParameters } from "./read-parameters.ts";
import { resultResponse } from "./result-response.ts";
import { statementOf } from "./statement-of.ts";

/** `GET|POST /v0/pipes/NAME.FORMAT`: runs an endpoint, or `q` over its rows. */
export async function runEndpoint(context: Context, deployment: Deployment): Promise<Response> {
  const { engine, pipes, tokens, queryLimits, bodyLimit } = deployment;
  const grants = grantsOf(context, tokens);
  const { name, ending } = splitName(context.req.param("file") ?? "");
  requireGrant(grants, `the pipe "${name}"`, readsPipe(name));
  const pipe = pipes.get(name);
  if (pipe === undefined) throw new RequestError(404, `The pipe "${name}" does not exist`);
  note(context.env.incoming, { pipe: name });
  const format = formatOfEnding(ending);
  const { raw } = context.req;
  const sent = await readParameters(raw, bodyLimit);
  const parameters = { ...sent.parameters, ...fixedParameters(grants, name) };
  if (parameters.format !== undefined) {
    throw new RequestError(400, "Cannot run the pipe with format: the path's ending names it");
  }
  const statement = statementOf(sent);
  const access = readAccess(grants);
  if (statement === undefined) {
    return resultResponse(
      context,
      await runPipe(
        engine,
        pipe,
        pipes,
        parameters,
        format,
        queryLimits,
        raw.signal,
        access?.filters,
      ),
      format.contentType,
    );
  }
  endpointOf(pipe);
  const { result, contentType } = await runSql(
    engine,
    {
      statement,
      parameters,
      pipes,
      underscore: pipe,
      format,
      // Its parameters are fixed here, so that it can be read like a table.
      access: access && { ...access, pipes: new Set([...access.pipes, name, "_"]) },
    },
    queryLimits,
    raw.signal,
  );
  return resultResponse(context, result, contentType);
}

function splitName(file: string): { readonly name: string; readonly ending: string } {
  const dot = file.lastIndexOf(".");
  return { name: file.slice(0, dot), ending: file.slice(dot + 1) };
}
