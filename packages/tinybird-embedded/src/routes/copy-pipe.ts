import type { Context } from "hono";
import { copyRows } from "../copy/copy-rows.ts";
import { note } from "../logging/request-notes.ts";
import type { Parameters } from "../query/render-sql.ts";
import { RequestError } from "../request-error.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";
import { describeJob } from "./jobs.ts";
import { readParameters } from "./read-parameters.ts";
import { replacedBy } from "./replaced-by.ts";
import { requireApplied, takeRows } from "./require-applied.ts";

/** `POST /v0/pipes/NAME/copy?_mode=append|replace`: writes the rows of a copy pipe into its data source. */
export async function copyPipe(context: Context, deployment: Deployment): Promise<Response> {
  const { engine, ingestion, pipes, datasources, plans, queryLimits, bodyLimit, compaction } =
    deployment;
  const pipe = pipeOf(context, deployment);
  const { name } = pipe;
  const node = pipe.nodes.find((each) => each.copy !== undefined);
  const target = node?.copy && datasources.get(node.copy.target);
  const plan = target && plans.get(target.name);
  if (node?.copy === undefined || target === undefined || plan === undefined) {
    throw new RequestError(
      400,
      `Cannot copy the pipe "${name}" as one of its nodes must be of TYPE copy`,
    );
  }
  const { parameters } = await readParameters(context.req.raw, bodyLimit);
  const { _mode: asked, ...others } = parameters;
  const mode = modeOf(asked) ?? node.copy.mode;
  const startedAt = Date.now();
  const lines = await copyRows(
    engine,
    { node, pipe, pipes, target, parameters: withTimestamp(others, startedAt) },
    queryLimits,
    context.req.raw.signal,
  );
  const replaced = mode === "append" ? undefined : await replacedBy(deployment, target.name);
  const { result, applied } = await takeRows(() => ingestion.appendComplete(plan, lines, replaced));
  const { successful_rows: rows } = result;
  note(context.env.incoming, { rows });
  await requireApplied(applied);
  // What was replaced is to leave the log, too.
  if (mode === "replace") compaction.start();
  const details = {
    pipe_id: name,
    pipe_name: name,
    datasource: { id: target.name, name: target.name },
    mode,
    rows_affected: rows,
  };
  const job = describeJob(deployment.jobs.add({ kind: "copy", startedAt, details }), context);
  const { id, job_id, job_url, status } = job;
  return context.json({ id, name, job_id, job_url, status, job });
}

/** `POST /v0/pipes/NAME/copy/pause`, `resume`, `cancel`: refused. */
export async function refuseSchedule(context: Context, deployment: Deployment): Promise<Response> {
  const { name } = pipeOf(context, deployment);
  throw new RequestError(
    400,
    `Cannot change the schedule of "${name}" as this server runs copies on demand only: POST /v0/pipes/${name}/copy runs one, and it is done when the answer comes`,
  );
}

/** `POST /v0/pipes/NAME/sink`: refused. */
export async function refuseSink(context: Context, deployment: Deployment): Promise<Response> {
  const { name } = pipeOf(context, deployment);
  throw new RequestError(
    400,
    `Cannot run the sink "${name}" as this server sends nothing to other places: read its rows over /v0/sql`,
  );
}

function pipeOf(context: Context, { pipes, tokens }: Deployment) {
  const name = context.req.param("name") ?? "";
  requireGrant(grantsOf(context, tokens), `jobs of the pipe "${name}"`);
  const pipe = pipes.get(name);
  if (pipe === undefined) throw new RequestError(404, `The pipe "${name}" does not exist`);
  note(context.env.incoming, { pipe: name });
  return pipe;
}

function modeOf(asked: Parameters[string] | undefined): "append" | "replace" | undefined {
  if (asked === undefined || asked === "append" || asked === "replace") return asked;
  throw new RequestError(400, "Cannot copy as _mode must be append or replace");
}

/** When the copy was asked for, for templates that round it to their window. */
function withTimestamp(parameters: Parameters, milliseconds: number): Parameters {
  const now = new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ");
  return { job_timestamp: now, ...parameters };
}
