import { z } from "zod";

/** Gives what all events have besides action and metadata, as zod has it. */
export function envelopeFields() {
  return {
    workspace_id: z.string(),
    id: z
      .string()
      .regex(/^[a-z][a-z0-9_-]*:.+$/u)
      .max(256),
    uid: z.string().min(1).max(256),
    version: z.number().int().min(1),
    timestamp: z.number().int().min(1e11),
    metadata: z.unknown(),
    actor: z.strictObject({
      id: z.string(),
      name: z.string(),
      type: z.enum(["user", "api_key", "agent", "webhook", "system"]),
    }),
    targets: z.array(
      z.strictObject({ id: z.string(), type: z.string(), name: z.string().optional() }),
    ),
    outcome: z.enum(["success", "failure", "denied"]),
    context: z.strictObject({
      ip: z.string().optional(),
      userAgent: z.string().optional(),
      requestId: z.string().optional(),
      traceId: z.string().optional(),
    }),
    writer: z.string(),
    sequence: z.number().int(),
    previous: z.number().int().optional(),
  };
}
