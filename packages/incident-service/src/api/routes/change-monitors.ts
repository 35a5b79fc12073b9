import { z } from "@hono/zod-openapi";
import { parseCheck } from "../../checks/parse-check-line.ts";
import { changed } from "../answers.ts";
import { emits } from "../audit-declaration.ts";
import { knownMonitor } from "../known-entity.ts";
import { Refusal } from "../refusal.ts";
import { changeRoute, type RecordableDraft } from "../route.ts";
import { changedSchema, monitorParams } from "../schemas.ts";

const name = z.string().min(1).max(1_000);
const url = z.url({ protocol: /^https?$/ }).max(2_000);
const reason = z.string().min(1).max(2_000);

/** Creates a monitor before its first check. */
export const postMonitor = changeRoute({
  method: "post",
  path: "/monitors",
  summary: "Create a monitor",
  audit: emits("monitor.create"),
  input: { body: z.strictObject({ key: z.string(), name, url: url.exactOptional() }) },
  output: changedSchema,
  handle: async ({ body: { key, ...metadata }, workspace, record, now }) => {
    // A key is what a check can name.
    const parsed = parseCheck({ monitor: key, timestamp: now, status: "up" }, now);
    if (!parsed.ok)
      throw new Refusal(400, "invalid_key", `Cannot create the monitor as its ${parsed.problem}`);
    const id = `monitor:${key}`;
    const { phase } = workspace.monitor(id);
    if (phase !== "none" && phase !== "deleted")
      throw new Refusal(409, "monitor_exists", "Cannot create the monitor as its key must be free");
    const recorded = record({
      id,
      action: "monitor.create",
      timestamp: now,
      targets: [{ type: "monitor", id: key }],
      metadata,
    });
    workspace.watches.set(key, { monitor: key, ...metadata, createdAt: now, regions: [] });
    return changed(workspace, id, recorded);
  },
});

/** Changes a monitor's configuration, pauses it or resumes it: each an event of its own. */
export const patchMonitor = changeRoute({
  method: "patch",
  path: "/monitors/{id}",
  summary: "Change, pause or resume a monitor",
  audit: emits("monitor.update", "monitor.pause", "monitor.resume"),
  input: {
    params: monitorParams,
    body: z.strictObject({
      name: name.optional(),
      url: url.optional(),
      paused: z.boolean().optional(),
      reason: reason.optional(),
    }),
  },
  output: changedSchema,
  handle: async ({ params, body, workspace, record, now }) => {
    const { id, key, state } = knownMonitor(workspace, params.id);
    const envelope = { id, timestamp: now, targets: [{ type: "monitor", id: key }] };
    const changes = (["name", "url"] as const).flatMap((field) => {
      const to = body[field];
      const from = state[field];
      return to === undefined || to === from
        ? []
        : [{ field, ...(from !== undefined && { from }), to }];
    });
    const drafts: RecordableDraft<"monitor.update" | "monitor.pause" | "monitor.resume">[] = [];
    if (changes.length > 0)
      drafts.push({ ...envelope, action: "monitor.update", metadata: { changes } });
    const metadata = body.reason === undefined ? {} : { reason: body.reason };
    if (body.paused === true && state.phase === "active")
      drafts.push({ ...envelope, action: "monitor.pause", metadata });
    if (body.paused === false && state.phase === "paused")
      drafts.push({ ...envelope, action: "monitor.resume", metadata });
    const recorded = record(...drafts);
    const watch = workspace.watches.get(key);
    if (watch !== undefined)
      workspace.watches.set(key, {
        ...watch,
        ...(body.name !== undefined && { name: body.name }),
        ...(body.url !== undefined && { url: body.url }),
      });
    return changed(workspace, id, recorded);
  },
});

/** Deletes a monitor: its past stays, its checks are ignored. */
export const deleteMonitor = changeRoute({
  method: "delete",
  path: "/monitors/{id}",
  summary: "Delete a monitor; its past stays",
  audit: emits("monitor.delete"),
  input: { params: monitorParams, query: z.strictObject({ reason: reason.optional() }) },
  output: changedSchema,
  handle: async ({ params, query, workspace, record, now }) => {
    const { id, key } = knownMonitor(workspace, params.id);
    const recorded = record({
      id,
      action: "monitor.delete",
      timestamp: now,
      targets: [{ type: "monitor", id: key }],
      metadata: query.reason === undefined ? {} : { reason: query.reason },
    });
    workspace.watches.delete(key);
    return changed(workspace, id, recorded);
  },
});
