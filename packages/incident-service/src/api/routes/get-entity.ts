import type { AuditEvent, BuiltInAction } from "@audit/events";
import { incident, monitor, type Projection, replay } from "@audit/projections";
import { z } from "@hono/zod-openapi";
import { shown, stateNow } from "../answers.ts";
import { streamId } from "../known-entity.ts";
import { Refusal } from "../refusal.ts";
import { type RouteContext, readRoute } from "../route.ts";
import { incidentParams, momentQuery, monitorParams, stateSchema } from "../schemas.ts";

/** Lists the monitors of the workspace, with their states now. */
export const listMonitors = readRoute({
  path: "/monitors",
  summary: "List all monitors with their states now",
  input: {},
  output: z.strictObject({ monitors: z.array(stateSchema) }),
  handle: async ({ workspace }) => ({
    monitors: [...workspace.monitors.keys()].sort().map((id) => stateNow(workspace, id)),
  }),
});

/** Gives the state of a monitor: now from memory, at a moment from the audit log. */
export const getMonitor = readRoute({
  path: "/monitors/{id}",
  summary: "Get a monitor's state, now or at a moment",
  input: { params: monitorParams, query: momentQuery },
  output: stateSchema,
  handle: async ({ params, ...context }) => {
    if (isNow(context)) return stateNow(context.workspace, existing(context, params.id, "monitor"));
    return stateAt(monitor, streamId("monitor", params.id), context);
  },
});

/** Gives the state of an incident: now from memory, at a moment from the audit log. */
export const getIncident = readRoute({
  path: "/incidents/{id}",
  summary: "Get an incident's state, now or at a moment",
  input: { params: incidentParams, query: momentQuery },
  output: stateSchema,
  handle: async ({ params, ...context }) => {
    if (isNow(context))
      return stateNow(context.workspace, existing(context, params.id, "incident"));
    return stateAt(incident, streamId("incident", params.id), context);
  },
});

type MomentContext = Pick<
  RouteContext<{ query: typeof momentQuery }>,
  "query" | "workspace" | "origin" | "store"
>;

function isNow({ query: { at, knownAt } }: MomentContext): boolean {
  return at === undefined && knownAt === undefined;
}

function existing({ workspace }: MomentContext, given: string, type: "monitor" | "incident") {
  const id = streamId(type, given);
  const state = type === "monitor" ? workspace.monitor(id) : workspace.incident(id);
  if (state.phase === "none")
    throw new Refusal(404, `no_such_${type}`, `There is no ${type} of this key`);
  return id;
}

async function stateAt<State extends { readonly phase: string }>(
  projection: Projection<State>,
  id: string,
  { query: { at, knownAt }, origin: { workspaceId }, store }: MomentContext,
) {
  const events: AsyncIterable<AuditEvent<BuiltInAction>> = store.read(id, {
    workspaceId,
    to: at,
    knownAt,
  });
  const { state } = await replay(projection, events, {
    ...(at === undefined ? {} : { at }),
    ...(knownAt === undefined ? {} : { knownAt }),
  }).catch((cause: unknown) => {
    throw new Refusal(503, "log_unavailable", "Cannot tell the past as the audit log must answer", {
      cause,
    });
  });
  return { id, state: shown(state), provisional: false };
}
