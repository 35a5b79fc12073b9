import type { Context } from "hono";
import type { Job } from "../jobs/job-list.ts";
import { RequestError } from "../request-error.ts";
import { grantsOf, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";

/** `GET /v0/jobs`: the last jobs, the newest first. */
export async function listJobs(context: Context, deployment: Deployment): Promise<Response> {
  requireGrant(grantsOf(context, deployment.tokens), "the list of jobs");
  const { status, kind } = context.req.query();
  const jobs = deployment.jobs
    .list()
    .filter((job) => (!status || job.status === status) && (!kind || job.kind === kind));
  return context.json({ jobs: jobs.map((job) => describeJob(job, context)) });
}

/** `GET /v0/jobs/ID`: one job. */
export async function getJob(context: Context, deployment: Deployment): Promise<Response> {
  requireGrant(grantsOf(context, deployment.tokens), "jobs");
  return context.json(describeJob(findJob(context, deployment), context));
}

/** `POST /v0/jobs/ID/cancel`: refused, as a job is done by then. */
export async function cancelJob(context: Context, deployment: Deployment): Promise<Response> {
  requireGrant(grantsOf(context, deployment.tokens), "jobs");
  findJob(context, deployment);
  throw new RequestError(400, "Cannot cancel the job as it must not be done already");
}

/** Describes a job as Tinybird does. */
export function describeJob({ id, kind, status, details, ...job }: Job, context: Context) {
  return {
    id,
    job_id: id,
    job_url: `${new URL(context.req.url).origin}/v0/jobs/${id}`,
    kind,
    status,
    created_at: time(job.startedAt),
    started_at: time(job.startedAt),
    updated_at: time(job.endedAt),
    is_cancellable: false,
    ...details,
  };
}

function findJob(context: Context, { jobs }: Deployment): Job {
  const id = context.req.param("id") ?? "";
  const job = jobs.find(id);
  if (job !== undefined) return job;
  throw new RequestError(404, "There is no such job: the last 100 are kept, until the server ends");
}

/** `2023-04-11 13:52:32.423000`, in UTC. */
function time(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, -1).replace("T", " ")}000`;
}
