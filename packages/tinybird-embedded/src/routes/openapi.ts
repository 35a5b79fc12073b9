import type { Context } from "hono";
import type { PipeDefinition } from "../datafile/definitions.ts";
import { packageVersion } from "../package-version.ts";
import type { TemplateParameter } from "../template/template-parameters.ts";
import { readsPipe } from "../tokens/pipe-grants.ts";
import { grantsOf, isAdmin } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";
import { describePipe, pipeParameters } from "./describe-pipe.ts";

/** `GET /v0/pipes/openapi.json`: the endpoints that the token may read, as OpenAPI 3 describes them. */
export async function getOpenapi(context: Context, deployment: Deployment): Promise<Response> {
  const grants = grantsOf(context, deployment.tokens);
  const readable = [...deployment.pipes.values()].filter(
    (pipe) =>
      describePipe(pipe).type === "endpoint" &&
      (isAdmin(grants) || grants.some(readsPipe(pipe.name))),
  );
  return context.json({
    openapi: "3.0.3",
    info: { title: "Endpoints", version: packageVersion },
    servers: [{ url: new URL(context.req.url).origin }],
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    security: [{ token: [] }],
    paths: Object.fromEntries(
      readable.map((pipe) => [`/v0/pipes/${pipe.name}.json`, { get: operation(pipe) }]),
    ),
  });
}

function operation(pipe: PipeDefinition) {
  return {
    operationId: pipe.name,
    ...(pipe.description === undefined ? {} : { description: pipe.description }),
    parameters: pipeParameters(pipe).map(parameter),
    responses: {
      200: { description: "The rows", content: { "application/json": {} } },
      default: { description: "What is wrong", content: { "application/json": {} } },
    },
  };
}

function parameter({ name, type, required, description, ...more }: TemplateParameter) {
  const { default: value, enum: values, example } = more;
  const schema = { ...schemaOf(type), ...(value === undefined ? {} : { default: value }) };
  return {
    name,
    in: "query",
    required,
    ...(description === undefined ? {} : { description }),
    ...(example === undefined ? {} : { example }),
    schema: Array.isArray(values) ? { ...schema, enum: values } : schema,
  };
}

/** A list is one text with commas. */
function schemaOf(type: string) {
  if (/^U?Int/.test(type)) return { type: "integer" };
  if (type.startsWith("Float")) return { type: "number" };
  return { type: type === "Boolean" ? "boolean" : "string" };
}
