import { z } from "zod";
import { defineAction } from "../action.ts";
import { changesMetadata } from "./changes-metadata.ts";

/** A person or the system opened an incident. */
export const incidentCreate = defineAction("incident.create")
  .version(
    1,
    z.strictObject({ incidentId: z.number().optional(), cronTimestamp: z.number().optional() }),
  )
  // 2: an incident has a name and a weight of its own and may span monitors.
  .version(
    2,
    z.strictObject({
      title: z.string(),
      severity: z.enum(["minor", "major", "critical"]),
      monitors: z.array(z.string()),
    }),
    (v1) => ({
      title: v1.incidentId === undefined ? "Incident" : `Incident ${v1.incidentId}`,
      severity: "major",
      monitors: [],
    }),
  )
  .formerly("incident.created");

/** Somebody took notice of an incident. */
export const incidentAcknowledge = defineAction("incident.acknowledge").version(
  1,
  z.strictObject({ message: z.string().optional() }),
);

/** Somebody changed what an incident says. */
export const incidentUpdate = defineAction("incident.update").version(1, changesMetadata);

/** An incident is over. */
export const incidentResolve = defineAction("incident.resolve")
  .version(
    1,
    z.strictObject({ cronTimestamp: z.number().optional(), incidentId: z.number().optional() }),
  )
  .formerly("incident.resolved");

/** A resolved incident goes on. */
export const incidentReopen = defineAction("incident.reopen").version(
  1,
  z.strictObject({ reason: z.string().optional() }),
);
