import type { Context } from "hono";
import { note } from "../logging/request-notes.ts";
import { RequestError } from "../request-error.ts";
import { readsPipe } from "../tokens/pipe-grants.ts";
import { grantsOf, isAdmin, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";
import { describePipe } from "./describe-pipe.ts";

/** `GET /v0/pipes`: the pipes that the token may read, with their nodes and parameters. */
export async function listPipes(context: Context, deployment: Deployment): Promise<Response> {
  const grants = grantsOf(context, deployment.tokens);
  const pipes = [...deployment.pipes.values()].filter(
    ({ name }) => isAdmin(grants) || grants.some(readsPipe(name)),
  );
  return context.json({ pipes: pipes.map(describePipe) });
}

/** `GET /v0/pipes/NAME`: one pipe. */
export async function getPipe(context: Context, deployment: Deployment): Promise<Response> {
  const name = context.req.param("file") ?? "";
  requireGrant(grantsOf(context, deployment.tokens), `the pipe "${name}"`, readsPipe(name));
  const pipe = deployment.pipes.get(name);
  if (pipe === undefined) throw new RequestError(404, `The pipe "${name}" does not exist`);
  note(context.env.incoming, { pipe: name });
  return context.json(describePipe(pipe));
}

/** `POST /v0/pipes`, `POST /v0/pipes/NAME`: refused. */
export async function refusePipeChange(): Promise<Response> {
  throw new RequestError(
    400,
    "Cannot change pipes over the API as deployments do: change the project's datafiles, and start the server again",
  );
}
