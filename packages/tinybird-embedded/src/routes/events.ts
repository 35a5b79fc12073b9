import type { Context } from "hono";
import { readBody } from "../ingest/read-body.ts";
import { limitRate } from "../limits/limit-rate.ts";
import { note } from "../logging/request-notes.ts";
import { RequestError } from "../request-error.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";
import { requireApplied, takeRows } from "./require-applied.ts";

/** `POST /v0/events?name=&wait=`: appends rows to a data source. */
export async function postEvents(context: Context, deployment: Deployment): Promise<Response> {
  const { ingestion, plans, tokens, bodyLimit, requestRate } = deployment;
  const grants = grantsOf(context, tokens);
  const name = context.req.query("name") ?? "";
  if (name === "") throw new RequestError(400, "Cannot append as the parameter name must be given");
  const mayAppend = `append to the data source "${name}"`;
  requireGrant(grants, mayAppend, (grant) => grant.kind === "append" && grant.datasource === name);
  const plan = plans.get(name);
  if (plan === undefined) throw new RequestError(404, `Data source "${name}" does not exist`);
  note(context.env.incoming, { datasource: name });
  // Not before: only who may append uses up what others may.
  if (requestRate !== undefined) limitRate(context, requestRate, name);
  if (plan.columns.length === 0) {
    throw new RequestError(
      400,
      `Cannot append to "${name}" as its columns must have JSON paths: none has one`,
    );
  }
  const body = await readBody(context.req.raw, bodyLimit);
  const { result, applied } = await takeRows(() => ingestion.append(plan, body));
  const { successful_rows: rows, quarantined_rows: quarantined } = result;
  note(context.env.incoming, { rows, quarantined });
  // Logged, and therefore kept: 202 says no more.
  if (context.req.query("wait") !== "true") return context.json(result, 202);
  return context.json(result, (await requireApplied(applied)) ? 200 : 202);
}
