import type { Context } from "hono";
import { quarantineName } from "../deploy/create-table.ts";
import { queryError } from "../query/query-error.ts";
import { RequestError } from "../request-error.ts";
import { checkCondition } from "../statement/check-condition.ts";
import type { Change } from "../write-ahead-log/log-record.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import { countRows } from "./count-rows.ts";
import type { Deployment } from "./deployment.ts";
import { describeJob } from "./jobs.ts";
import { logged } from "./logged.ts";
import { readParameters } from "./read-parameters.ts";

/** `POST /v0/datasources/NAME/truncate`: takes all rows away; what materialized views made of them stays. */
export async function truncateDatasource(
  context: Context,
  deployment: Deployment,
): Promise<Response> {
  const table = tableOf(context, deployment);
  await change(deployment, { kind: "truncate", table });
  return context.json({ status: "ok" });
}

/** `POST /v0/datasources/NAME/delete`: takes the rows of a condition away, or counts them (`dry_run`). */
export async function deleteRows(context: Context, deployment: Deployment): Promise<Response> {
  const { engine, bodyLimit } = deployment;
  const table = tableOf(context, deployment);
  const { parameters } = await readParameters(context.req.raw, bodyLimit);
  const { delete_condition: sent, dry_run: dryRun } = parameters;
  if (typeof sent !== "string" || sent.trim() === "") {
    throw new RequestError(400, "Cannot delete as the parameter delete_condition must be given");
  }
  const condition = await checkCondition(engine, table, sent);
  const rows = await countRows(deployment, table, condition);
  if (dryRun === "true") return context.json({ rows_to_be_deleted: rows });
  const startedAt = Date.now();
  await change(deployment, { kind: "delete", table, condition });
  // Tinybird deletes in a job; here it is done when the answer comes.
  const details = {
    datasource: { id: table, name: table },
    delete_condition: sent,
    rows_affected: rows,
  };
  const added = deployment.jobs.add({ kind: "delete_data", startedAt, details });
  const job = describeJob(added, context);
  const { id, job_id, job_url, status } = job;
  return context.json({ id, job_id, job_url, job, status, delete_id: id, rows_affected: rows });
}

function tableOf(context: Context, { tokens, datasources }: Deployment): string {
  const name = context.req.param("name") ?? "";
  requireGrant(grantsOf(context, tokens), `the data source "${name}"`);
  const isKnown = [...datasources.keys()].some((each) =>
    [each, quarantineName(each)].includes(name),
  );
  if (!isKnown) throw new RequestError(404, `Data source "${name}" does not exist`);
  return name;
}

async function change({ journal, compaction }: Deployment, what: Change): Promise<void> {
  const { applied } = await logged(() => journal.commit(what));
  const outcome = await applied;
  if (outcome?.refusal !== undefined) throw queryError(outcome.refusal.cause);
  // What was taken away is to leave the log, too.
  compaction.start();
}
