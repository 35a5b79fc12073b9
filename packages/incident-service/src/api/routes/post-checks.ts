import { z } from "@hono/zod-openapi";
import { parseCheck } from "../../checks/parse-check-line.ts";
import { receiptsOf } from "../answers.ts";
import { emits } from "../audit-declaration.ts";
import { Refusal } from "../refusal.ts";
import { changeRoute } from "../route.ts";
import { receiptSchema } from "../schemas.ts";

const checkSchema = z
  .looseObject({
    timestamp: z.number(),
    monitor: z.string(),
    status: z.enum(["up", "degraded", "down"]),
    statusCode: z.number().optional(),
    latencyMs: z.number().optional(),
    region: z.string().optional(),
    message: z.string().optional(),
    name: z.string().optional(),
    url: z.string().optional(),
  })
  .openapi("Check", {
    example: {
      timestamp: 1_700_000_000_000,
      monitor: "api",
      region: "gru",
      status: "down",
      statusCode: 503,
    },
  });

const maxChecks = 1_000;

/** Takes checks: the status events and incidents that they lead to. A check that comes again gives nothing. */
export const postChecks = changeRoute({
  method: "post",
  path: "/checks",
  summary: "Take one check, or a list of at most 1,000, all or none",
  audit: emits(
    "monitor.create",
    "monitor.down",
    "monitor.degraded",
    "monitor.recovered",
    "incident.create",
    "incident.resolve",
  ),
  input: { body: z.union([checkSchema, z.array(checkSchema).max(maxChecks)]) },
  output: z.strictObject({
    events: z.array(receiptSchema),
    /** Places of checks of monitors that are paused or deleted: nobody looks there. */
    ignored: z.array(z.number()),
  }),
  handle: async ({ body, workspace, record, now }) => {
    const checks = (Array.isArray(body) ? body : [body]).map((value, place) => {
      const parsed = parseCheck(value, now);
      if (!parsed.ok)
        throw new Refusal(
          400,
          "invalid_check",
          `Cannot take check ${place} as its ${parsed.problem}`,
        );
      return parsed.check;
    });
    const ignored: number[] = [];
    const drafts = checks.flatMap((check, place) => {
      const { phase } = workspace.monitor(`monitor:${check.monitor}`);
      if (phase !== "paused" && phase !== "deleted") return workspace.check(check);
      ignored.push(place);
      return [];
    });
    return { events: await receiptsOf(record(...drafts)), ignored };
  },
});
