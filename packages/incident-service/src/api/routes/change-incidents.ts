import { z } from "@hono/zod-openapi";
import { changed } from "../answers.ts";
import { emits } from "../audit-declaration.ts";
import { knownIncident, requirePhase } from "../known-entity.ts";
import { Refusal } from "../refusal.ts";
import { changeRoute } from "../route.ts";
import { changedSchema, incidentParams } from "../schemas.ts";

const text = z.string().min(1).max(4_000);
const severity = z.enum(["minor", "major", "critical"]);

/** What every event of an incident carries: which one it is, when, and the story it belongs to. */
function envelope(id: string, key: string, timestamp: number) {
  return { id, timestamp, targets: [{ type: "incident", id: key }], correlationId: id };
}

/** Takes notice of an incident, in the caller's name. */
export const acknowledgeIncident = changeRoute({
  method: "post",
  path: "/incidents/{id}/acknowledge",
  summary: "Take notice of an incident",
  audit: emits("incident.acknowledge"),
  input: { params: incidentParams, body: z.strictObject({ message: text.optional() }) },
  output: changedSchema,
  handle: async ({ params, body, workspace, record, now }) => {
    const { id, key, state } = knownIncident(workspace, params.id);
    requirePhase(state, "open");
    const metadata = body.message === undefined ? {} : { message: body.message };
    const action = "incident.acknowledge";
    return changed(workspace, id, record({ ...envelope(id, key, now), action, metadata }));
  },
});

/** Makes an incident somebody's to solve. */
export const assignIncident = changeRoute({
  method: "post",
  path: "/incidents/{id}/assign",
  summary: "Make an incident somebody's to solve",
  audit: emits("incident.assign"),
  input: {
    params: incidentParams,
    body: z.strictObject({
      assigneeId: z.string().min(1).max(256),
      assigneeName: z.string().min(1).max(256).optional(),
    }),
  },
  output: changedSchema,
  handle: async ({ params, body: { assigneeId, assigneeName }, workspace, record, now }) => {
    const { id, key } = knownIncident(workspace, params.id);
    const metadata = assigneeName === undefined ? { assigneeId } : { assigneeId, assigneeName };
    const action = "incident.assign";
    return changed(workspace, id, record({ ...envelope(id, key, now), action, metadata }));
  },
});

/** Changes what an incident says. */
export const updateIncident = changeRoute({
  method: "post",
  path: "/incidents/{id}/update",
  summary: "Change an incident's title, or add what is known",
  audit: emits("incident.update"),
  input: {
    params: incidentParams,
    body: z
      .strictObject({ title: z.string().min(1).max(1_000).optional(), message: text.optional() })
      .refine(
        (body) => body.title !== undefined || body.message !== undefined,
        "have a title or a message",
      ),
  },
  output: changedSchema,
  handle: async ({ params, body, workspace, record, now }) => {
    const { id, key, state } = knownIncident(workspace, params.id);
    const changes = [
      ...(body.title === undefined ? [] : [{ field: "title", from: state.title, to: body.title }]),
      ...(body.message === undefined ? [] : [{ field: "message", to: body.message }]),
    ];
    const action = "incident.update";
    return changed(
      workspace,
      id,
      record({ ...envelope(id, key, now), action, metadata: { changes } }),
    );
  },
});

/** Says that an incident weighs more or less. */
export const reclassifyIncident = changeRoute({
  method: "post",
  path: "/incidents/{id}/reclassify",
  summary: "Give an incident another severity",
  audit: emits("incident.reclassify"),
  input: {
    params: incidentParams,
    body: z.strictObject({ severity, reason: text.optional() }),
  },
  output: changedSchema,
  handle: async ({ params, body, workspace, record, now }) => {
    const { id, key, state } = knownIncident(workspace, params.id);
    if (state.severity === body.severity)
      throw new Refusal(
        409,
        "same_severity",
        `Cannot reclassify as it must be another severity: it is ${state.severity} already`,
      );
    const { severity: to, reason } = body;
    const metadata = { from: state.severity, to, ...(reason !== undefined && { reason }) };
    const action = "incident.reclassify";
    return changed(workspace, id, record({ ...envelope(id, key, now), action, metadata }));
  },
});

/**
 * Says that an incident is over. Where its monitor is still down no other one opens: the checks resolve it
 * once more when the monitor recovers, and the first resolve stands.
 */
export const resolveIncident = changeRoute({
  method: "post",
  path: "/incidents/{id}/resolve",
  summary: "Say that an incident is over",
  audit: emits("incident.resolve"),
  input: { params: incidentParams, body: z.strictObject({}) },
  output: changedSchema,
  handle: async ({ params, workspace, record, now }) => {
    const { id, key, state } = knownIncident(workspace, params.id);
    requirePhase(state, "open", "acknowledged");
    const action = "incident.resolve";
    return changed(workspace, id, record({ ...envelope(id, key, now), action, metadata: {} }));
  },
});

/** Says that a resolved incident goes on. */
export const reopenIncident = changeRoute({
  method: "post",
  path: "/incidents/{id}/reopen",
  summary: "Say that a resolved incident goes on",
  audit: emits("incident.reopen"),
  input: { params: incidentParams, body: z.strictObject({ reason: text.optional() }) },
  output: changedSchema,
  handle: async ({ params, body, workspace, record, now }) => {
    const { id, key, state } = knownIncident(workspace, params.id);
    requirePhase(state, "resolved");
    const metadata = body.reason === undefined ? {} : { reason: body.reason };
    const action = "incident.reopen";
    return changed(workspace, id, record({ ...envelope(id, key, now), action, metadata }));
  },
});
