import type { Context } from "hono";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { ingestRows } from "../ingest/ingest-rows.ts";
import { readBody } from "../ingest/read-body.ts";
import { splitRows } from "../ingest/split-rows.ts";
import { RequestError } from "../request-error.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";

/** `POST /v0/events?name=&wait=`: appends rows to a data source. */
export async function postEvents(context: Context, deployment: Deployment): Promise<Response> {
  const { engine, plans, tokens, bodyLimit } = deployment;
  const grants = grantsOf(context, tokens);
  const name = context.req.query("name") ?? "";
  if (name === "") throw new RequestError(400, "Cannot append as the parameter name must be given");
  const mayAppend = `append to the data source "${name}"`;
  requireGrant(grants, mayAppend, (grant) => grant.kind === "append" && grant.datasource === name);
  const plan = plans.get(name);
  if (plan === undefined) throw new RequestError(404, `Data source "${name}" does not exist`);
  if (plan.columns.length === 0) {
    throw new RequestError(
      400,
      `Cannot append to "${name}" as its columns must have JSON paths: none has one`,
    );
  }
  const body = splitRows(await readBody(context.req.raw, bodyLimit));
  try {
    const result = await ingestRows(engine, plan, body);
    // The rows are written in both cases; 202 is what a client that does not wait knows from Tinybird.
    return context.json(result, context.req.query("wait") === "true" ? 200 : 202);
  } catch (cause) {
    if (!(cause instanceof ClickhouseError)) throw cause;
    throw new RequestError(422, `Cannot write the rows: ${cause.reason}`, { cause });
  }
}
