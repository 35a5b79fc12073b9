import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { note } from "../logging/request-notes.ts";
import { RequestError } from "../request-error.ts";
import { copyPipe, refuseSchedule, refuseSink } from "./copy-pipe.ts";
import { deleteRows, truncateDatasource } from "./datasource-rows.ts";
import { getDatasource, listDatasources } from "./datasources.ts";
import type { Deployment } from "./deployment.ts";
import { documentationOf } from "./documentation.ts";
import { postEvents } from "./events.ts";
import { getHealth } from "./health.ts";
import { importRows } from "./import-rows.ts";
import { cancelJob, getJob, listJobs } from "./jobs.ts";
import { admitJsonWebToken } from "./json-web-tokens.ts";
import { getOpenapi } from "./openapi.ts";
import { getPipe, listPipes, refusePipeChange } from "./pipe-details.ts";
import { runEndpoint } from "./pipes.ts";
import { querySql } from "./sql.ts";
import { listOrMakeTokens, oneToken, refreshToken } from "./tokens.ts";

/** Makes the HTTP application of a deployment: Tinybird's paths, its bodies of errors. */
export function createApp(deployment: Deployment): Hono<{ Bindings: HttpBindings }> {
  // The vendor's own clients write some paths with a slash at the end.
  const app = new Hono<{ Bindings: HttpBindings }>({ strict: false });
  type Route = (context: Context, deployment: Deployment) => Promise<Response>;
  const route = (methods: string[], path: string, answer: Route): void => {
    app.use(path, async (context, next) => {
      note(context.env.incoming, { route: path });
      await next();
    });
    app.on(methods, path, (context) => answer(context, deployment));
    app.all(path, (context) => {
      context.header("allow", methods.join(", "));
      return refuse(context, new RequestError(405, `Use ${methods.join(" or ")} for this path`));
    });
  };
  if (deployment.cors.length > 0) {
    const exposeHeaders = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];
    app.use(
      cors({ origin: [...deployment.cors], exposeHeaders: [...exposeHeaders, "retry-after"] }),
    );
  }
  app.use("/v0/*", async (context, next) => {
    await admitJsonWebToken(context, deployment);
    await next();
  });
  route(["POST"], "/v0/events", postEvents);
  route(["GET", "POST"], "/v0/pipes", pipeList);
  route(["GET"], "/v0/pipes/openapi.json", getOpenapi);
  route(["GET", "POST"], "/v0/pipes/:file", pipe);
  route(["POST"], "/v0/pipes/:name/copy", copyPipe);
  route(["POST"], "/v0/pipes/:name/copy/:change{pause|resume|cancel}", refuseSchedule);
  route(["POST"], "/v0/pipes/:name/sink", refuseSink);
  route(["GET", "POST"], "/v0/sql", querySql);
  route(["GET", "POST"], "/v0/datasources", datasourceList);
  route(["GET"], "/v0/datasources/:name", getDatasource);
  route(["POST"], "/v0/datasources/:name/truncate", truncateDatasource);
  route(["POST"], "/v0/datasources/:name/delete", deleteRows);
  route(["GET"], "/v0/jobs", listJobs);
  route(["GET"], "/v0/jobs/:id", getJob);
  route(["POST"], "/v0/jobs/:id/cancel", cancelJob);
  for (const path of ["/v0/tokens", "/v0/tokens/"]) {
    route(["GET", "POST"], path, listOrMakeTokens);
  }
  route(["GET", "PUT", "DELETE"], "/v0/tokens/:name", oneToken);
  route(["POST"], "/v0/tokens/:name/refresh", refreshToken);
  route(["GET"], "/health", getHealth);
  app.notFound((context) => refuse(context, new RequestError(404, "There is no such path")));
  app.onError((cause, context) => {
    note(context.env.incoming, { cause });
    const refusal = cause instanceof RequestError ? cause : undefined;
    return refuse(context, refusal ?? new RequestError(500, "Internal error"));
  });
  return app;
}

function pipeList(context: Context, deployment: Deployment): Promise<Response> {
  return context.req.method === "POST" ? refusePipeChange() : listPipes(context, deployment);
}

function datasourceList(context: Context, deployment: Deployment): Promise<Response> {
  const isImport = context.req.method === "POST";
  return isImport ? importRows(context, deployment) : listDatasources(context, deployment);
}

function pipe(context: Context, deployment: Deployment): Promise<Response> {
  if (context.req.param("file")?.includes(".")) return runEndpoint(context, deployment);
  return context.req.method === "POST" ? refusePipeChange() : getPipe(context, deployment);
}

function refuse(context: Context, { status, message, body }: RequestError): Response {
  if (status === 429) context.header("retry-after", "1");
  const documentation = documentationOf(context.req.path);
  return context.json(body ?? { error: message, documentation }, status);
}
