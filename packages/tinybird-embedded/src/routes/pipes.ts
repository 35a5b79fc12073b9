import type { Context } from "hono";
import { note } from "../logging/request-notes.ts";
import { runPipe } from "../query/run-pipe.ts";
import { RequestError } from "../request-error.ts";
import { fixedParameters, readsPipe } from "../tokens/pipe-grants.ts";
import { readAccess } from "../tokens/read-access.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";
import { readParameters } from "./read-parameters.ts";
import { resultResponse } from "./result-response.ts";

/** `GET|POST /v0/pipes/NAME.json`: runs an endpoint. */
export async function runEndpoint(context: Context, deployment: Deployment): Promise<Response> {
  const { engine, pipes, tokens, queryLimits, bodyLimit } = deployment;
  const grants = grantsOf(context, tokens);
  const { name, format } = splitName(context.req.param("file") ?? "");
  const granted = readsPipe(name);
  requireGrant(grants, `the pipe "${name}"`, granted);
  const pipe = pipes.get(name);
  if (pipe === undefined) throw new RequestError(404, `The pipe "${name}" does not exist`);
  note(context.env.incoming, { pipe: name });
  if (format !== "json") {
    throw new RequestError(400, `Cannot answer in this format: only ${name}.json is supported`);
  }
  const parameters = {
    ...(await readParameters(context.req.raw, bodyLimit)),
    ...fixedParameters(grants, name),
  };
  const { signal } = context.req.raw;
  const filters = readAccess(grants)?.filters;
  return resultResponse(
    await runPipe(engine, pipe, pipes, parameters, queryLimits, signal, filters),
    "application/json; charset=utf-8",
  );
}

function splitName(file: string): { readonly name: string; readonly format: string } {
  const dot = file.lastIndexOf(".");
  return dot < 0
    ? { name: file, format: "json" }
    : { name: file.slice(0, dot), format: file.slice(dot + 1) };
}
