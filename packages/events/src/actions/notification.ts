import * as z from "zod/mini";
import { builtIn } from "./built-in.ts";

/** Somebody was told. */
export const notificationSent = /* @__PURE__ */ builtIn("notification.sent")
  .version(1, () =>
    z.strictObject({
      provider: z.string(),
      cronTimestamp: z.optional(z.number()),
      type: z.optional(z.enum(["alert", "recovery", "degraded"])),
      notificationId: z.optional(z.number()),
    }),
  )
  .sentence(
    ({ entity, metadata: { provider, type = "notification" } }) =>
      `${entity}: ${type} sent by ${provider}`,
  );
