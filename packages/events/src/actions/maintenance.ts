import * as z from "zod/mini";
import { builtIn } from "./built-in.ts";
import { withDetails } from "./wording.ts";

/** Work begins during which nobody is to be alerted. */
export const maintenanceStart = /* @__PURE__ */ builtIn("maintenance.start")
  .version(1, () =>
    z.strictObject({
      title: z.string(),
      monitors: z.array(z.string()),
      /** When it is meant to end, in ms since epoch. */
      until: z.optional(z.number()),
    }),
  )
  .sentence(({ actor, metadata }) => `${actor.name} began maintenance: ${metadata.title}`);

/** The work is done, or given up. */
export const maintenanceEnd = /* @__PURE__ */ builtIn("maintenance.end")
  .version(1, () => z.strictObject({ message: z.optional(z.string()) }))
  .sentence(({ actor, metadata }) =>
    withDetails(`${actor.name} ended maintenance`, [metadata.message]),
  );
