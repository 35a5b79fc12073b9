import { z } from "zod";
import { defineAction } from "../action.ts";

/** Somebody was told. */
export const notificationSent = defineAction("notification.sent")
  .version(
    1,
    z.strictObject({
      provider: z.string(),
      cronTimestamp: z.number().optional(),
      type: z.enum(["alert", "recovery", "degraded"]).optional(),
      notificationId: z.number().optional(),
    }),
  )
  .sentence(
    ({ entity, metadata: { provider, type = "notification" } }) =>
      `${entity}: ${type} sent by ${provider}`,
  );
