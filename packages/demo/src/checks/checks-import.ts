import { catalog, defineAction, defineCatalog } from "@audit/events";
import { z } from "zod";

/** A file of check results was taken in. Says what the events alone do not: when the last check was. */
export const checksImport = defineAction("checks.import").version(
  1,
  z.strictObject({
    checks: z.int(),
    skipped: z.int(),
    /** Ms since epoch, UTC. */
    lastCheckAt: z.int(),
  }),
);

/** The stream of all imports. */
export const importsId = "checks:imports";

/** The built-in actions and the demo's own. */
export const demoCatalog = defineCatalog([...catalog.actions, checksImport]);

/** The actions of the demo's catalog. */
export type DemoAction = (typeof demoCatalog)["actions"][number];
