import type { Context } from "hono";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { readBody } from "../ingest/read-body.ts";
import { limitRate } from "../limits/limit-rate.ts";
import { note } from "../logging/request-notes.ts";
import { RequestError } from "../request-error.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";
import { logged } from "./logged.ts";

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
  const { result, applied } = await ingest(() => ingestion.append(plan, body));
  const { successful_rows: rows, quarantined_rows: quarantined } = result;
  note(context.env.incoming, { rows, quarantined });
  // Logged, and therefore kept: 202 says no more.
  if (context.req.query("wait") !== "true") return context.json(result, 202);
  const outcome = await applied;
  if (outcome === undefined) return context.json(result, 202);
  if (outcome.refusal === undefined) return context.json(result, 200);
  const { what, cause } = outcome.refusal;
  const why = cause instanceof ClickhouseError ? cause.reason : cause.name;
  const where = {
    view: "a materialized view cannot take them, and the data source has them",
    rows: "the data source cannot take them, and they are kept beside the log",
    change: "the data source cannot take them",
  };
  throw new RequestError(422, `Cannot write all of the rows as ${where[what]}: ${why}`, { cause });
}

async function ingest<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await logged(job);
  } catch (cause) {
    if (!(cause instanceof ClickhouseError)) throw cause;
    throw new RequestError(422, `Cannot take the rows: ${cause.reason}`, { cause });
  }
}
