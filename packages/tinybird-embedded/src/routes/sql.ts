import type { Context } from "hono";
import { readBody } from "../ingest/read-body.ts";
import type { Parameters } from "../query/render-sql.ts";
import { runSql } from "../query/run-sql.ts";
import { RequestError } from "../request-error.ts";
import { readAccess } from "../tokens/read-access.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";
import { resultResponse } from "./result-response.ts";

/** `GET|POST /v0/sql`: runs one SELECT, given as `q` or as the body. */
export async function querySql(context: Context, deployment: Deployment): Promise<Response> {
  const { engine, pipes, tokens, queryLimits, bodyLimit } = deployment;
  const grants = grantsOf(context, tokens);
  requireGrant(grants, "SQL queries", ({ kind }) => kind === "read" || kind === "read-all");
  const statement = context.req.query("q") ?? (await fromBody(context.req.raw, bodyLimit));
  if (statement.trim() === "") {
    throw new RequestError(400, "Cannot run an empty statement: give it as q or as the body");
  }
  const { result, contentType } = await runSql(
    engine,
    statement,
    otherParameters(context),
    pipes,
    queryLimits,
    context.req.raw.signal,
    readAccess(grants),
  );
  return resultResponse(result, contentType);
}

/** A statement that begins with % is a template, with these as its parameters. */
function otherParameters(context: Context): Parameters {
  const { q: _q, token: _token, ...others } = context.req.query();
  return others;
}

async function fromBody(request: Request, limit: number): Promise<string> {
  if (request.method !== "POST") return "";
  const body = await readBody(request, limit);
  const type = request.headers.get("content-type") ?? "";
  // curl calls any body a form unless it is told otherwise.
  const form = /x-www-form-urlencoded/i.test(type) ? new URLSearchParams(body).get("q") : null;
  return form ?? body;
}
