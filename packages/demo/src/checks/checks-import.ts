import { catalog, defineAction, defineCatalog, type MetadataOf } from "@audit/events";
import { z } from "zod";

/** A file of check results is being taken in. Appended before the events that its checks lead to. */
export const checksImport = defineAction("checks.import")
  .version(
    1,
    z.strictObject({
      checks: z.int(),
      skipped: z.int(),
      /** Ms since epoch, UTC. */
      lastCheckAt: z.int(),
    }),
  )
  // 2: says which checks they are, and how many events there must be when all of it is in. Before, it
  // was appended last, so there is nothing to wait for.
  .version(
    2,
    z.strictObject({
      checks: z.int(),
      skipped: z.int(),
      /** Ms since epoch, UTC. */
      lastCheckAt: z.int(),
      /** Of the checks, as `checksDigest` gives it. */
      sha256: z.string(),
      /** How many events the checks lead to. */
      events: z.int(),
    }),
    (v1) => ({ ...v1, sha256: "", events: 0 }),
  );

/** What an import says. */
export type ChecksImport = MetadataOf<typeof checksImport>;

/** The stream of all imports. */
export const importsId = "checks:imports";

/** The built-in actions and the demo's own. */
export const demoCatalog = defineCatalog([...catalog.actions, checksImport]);

/** The actions of the demo's catalog. */
export type DemoAction = (typeof demoCatalog)["actions"][number];
