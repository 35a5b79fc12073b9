import { z } from "zod";
import { defineAction } from "../action.ts";
import { withDetails } from "./wording.ts";

/** Work begins during which nobody is to be alerted. */
export const maintenanceStart = defineAction("maintenance.start")
  .version(
    1,
    z.strictObject({
      title: z.string(),
      monitors: z.array(z.string()),
      /** When it is meant to end, in ms since epoch. */
      until: z.number().optional(),
    }),
  )
  .sentence(({ actor, metadata }) => `${actor.name} began maintenance: ${metadata.title}`);

/** The work is done, or given up. */
export const maintenanceEnd = defineAction("maintenance.end")
  .version(1, z.strictObject({ message: z.string().optional() }))
  .sentence(({ actor, metadata }) =>
    withDetails(`${actor.name} ended maintenance`, [metadata.message]),
  );
