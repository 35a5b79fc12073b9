import { z } from "@hono/zod-openapi";

/** A key of a monitor, or the id of its stream. */
export const monitorParams = z.strictObject({
  id: z.string().min(1).max(256).openapi({ example: "api" }),
});

/** A key of an incident, or the id of its stream. */
export const incidentParams = z.strictObject({
  id: z.string().min(1).max(256).openapi({ example: "api@2026-11-22T10:42:00.000Z" }),
});

const moment = z.coerce.number().int().openapi({ example: 1_700_000_000_000 });

/** Two axes of time, ms since epoch: what was true then, what was known then. */
export const momentQuery = z.strictObject({
  at: moment.optional(),
  knownAt: moment.optional(),
});

/** What became of an event. */
export const receiptSchema = z.strictObject({
  id: z.string(),
  uid: z.string(),
  action: z.string(),
  status: z.enum(["accepted", "spooled", "pending", "dropped"]),
});

/** The state of an entity; `provisional` where events may be missing in it. */
export const stateSchema = z.strictObject({
  id: z.string(),
  state: z.looseObject({ phase: z.string() }),
  provisional: z.boolean(),
});

/** The state after a change, and what became of the events. */
export const changedSchema = z.strictObject({
  ...stateSchema.shape,
  events: z.array(receiptSchema),
});
