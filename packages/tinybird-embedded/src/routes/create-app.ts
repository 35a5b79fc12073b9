import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { note } from "../logging/request-notes.ts";
import { RequestError } from "../request-error.ts";
import { deleteRows, truncateDatasource } from "./datasource-rows.ts";
import { getDatasource, listDatasources } from "./datasources.ts";
import type { Deployment } from "./deployment.ts";
import { postEvents } from "./events.ts";
import { getHealth } from "./health.ts";
import { admitJsonWebToken } from "./json-web-tokens.ts";
import { runEndpoint } from "./pipes.ts";
import { querySql } from "./sql.ts";
import { listOrMakeTokens, oneToken, refreshToken } from "./tokens.ts";

/** Makes the HTTP application of a deployment: Tinybird's paths, its bodies of errors. */
export function createApp(deployment: Deployment): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
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
  route(["GET", "POST"], "/v0/pipes/:file", runEndpoint);
  route(["GET", "POST"], "/v0/sql", querySql);
  route(["GET"], "/v0/datasources", listDatasources);
  route(["GET"], "/v0/datasources/:name", getDatasource);
  route(["POST"], "/v0/datasources/:name/truncate", truncateDatasource);
  route(["POST"], "/v0/datasources/:name/delete", deleteRows);
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

function refuse(context: Context, { status, message, body }: RequestError): Response {
  if (status === 429) context.header("retry-after", "1");
  return context.json(body ?? { error: message }, status);
}
