import { InvalidDraftError } from "@audit/events";
import { getConnInfo } from "@hono/node-server/conninfo";
import { createRoute, OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { callerFinder } from "../identity/find-caller.ts";
import { type Origin, originOf } from "../identity/origin.ts";
import type { IncidentService } from "../incident-service.ts";
import { problemAnswer, problemSchema } from "./problem.ts";
import { Refusal } from "./refusal.ts";
import type { Route } from "./route.ts";
import { routes as allRoutes } from "./routes.ts";

/** Hears which route recorded which action. For tests that hold routes to what they declare. */
export type RecordedObserver = (route: string, action: string) => void;

interface Env {
  readonly Variables: { origin: Origin };
}

const maxBodyBytes = 2_000_000;

/** Makes the HTTP application: routes with their checks, and their description at `/openapi.json`. */
export function createApp(
  service: IncidentService,
  {
    routes = allRoutes,
    onRecorded,
  }: { routes?: readonly Route[]; onRecorded?: RecordedObserver } = {},
): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({
    defaultHook: (result, context) => {
      if (!result.success) return problemAnswer(context, invalid(result.error, result.target));
      return undefined;
    },
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
  });
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (context) =>
        problemAnswer(
          context,
          new Refusal(
            413,
            "too_large",
            `Cannot take the body as it must have at most ${maxBodyBytes} bytes`,
          ),
        ),
    }),
  );
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Incident service", version: "0.1.0" },
  });
  const find = callerFinder(service.settings.apiKeys);
  // Before anything of the request is looked at: a stranger learns nothing of what a route takes.
  app.use(async (context, next) => {
    const caller = find(context.req.header("authorization"));
    if (caller === undefined)
      throw new Refusal(
        401,
        "wrong_key",
        "Cannot answer as the API key must be one of the settings",
      );
    const origin = originOf(caller, {
      ip: getConnInfo(context).remote.address,
      header: (name) => context.req.header(name),
    });
    context.header("x-request-id", origin.context.requestId);
    context.set("origin", origin);
    await next();
  });
  for (const route of routes) {
    app.openapi(describe(route), async (context) => {
      const answer = await service.run(
        route,
        given(context, route),
        context.get("origin"),
        (event) => onRecorded?.(`${route.method} ${route.path}`, event.recordedAction),
      );
      return context.json(answer, 200);
    });
  }
  app.notFound((context) =>
    problemAnswer(context, new Refusal(404, "no_such_path", "There is no such path")),
  );
  app.onError((cause, context) => {
    if (cause instanceof Refusal) return problemAnswer(context, cause);
    if (cause instanceof InvalidDraftError)
      return problemAnswer(context, new Refusal(400, cause.code, cause.message));
    if (cause instanceof Error && "status" in cause && cause.status === 400)
      return problemAnswer(
        context,
        new Refusal(400, "invalid_request", "Cannot read the body as it must be JSON"),
      );
    service.onError(cause);
    return problemAnswer(context, undefined);
  });
  return app;
}

function describe(route: Route) {
  const { method, path, summary, input, output } = route;
  const emitted = method === "get" ? undefined : route.audit.actions;
  const emits = emitted === undefined || emitted.length === 0 ? "" : `Emits ${emitted.join(", ")}.`;
  const json = <Schema extends z.ZodType>(schema: Schema) => ({ "application/json": { schema } });
  const problem = (description: string) => ({ description, content: json(problemSchema) });
  return createRoute({
    method,
    path,
    summary,
    description: emits,
    security: [{ apiKey: [] }],
    request: {
      ...(input.params && { params: input.params }),
      ...(input.query && { query: input.query }),
      ...(input.body && { body: { required: true, content: json(input.body) } }),
    },
    responses: {
      200: { description: summary, content: json(output) },
      400: problem("What was sent is not as described"),
      401: problem("The API key is not known"),
      404: problem("There is no such entity"),
      409: problem("The entity is not in a state that permits this"),
    },
  });
}

function given(context: Context, { input }: Route) {
  const valid = (target: "param" | "query" | "json"): unknown =>
    // Safe: the route's schemas have validated these targets; Hono's types know them per route only.
    (context.req.valid as (target: string) => unknown)(target);
  return {
    params: input.params && valid("param"),
    query: input.query && valid("query"),
    body: input.body && valid("json"),
  };
}

function invalid(error: z.ZodError, target: string): Refusal {
  const where = { json: "body", param: "path", query: "query" }[target] ?? target;
  const problems = error.issues.map(
    ({ path, message }) => `${[where, ...path].join(".")}: ${message}`,
  );
  return new Refusal(
    400,
    "invalid_request",
    `Cannot take the request as it must hold: ${problems.join("; ")}`,
  );
}
