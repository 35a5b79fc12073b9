import { z } from "zod";
import { defineAction } from "../action.ts";
import { changesMetadata } from "./changes-metadata.ts";
import { because, tellChanges, withDetails } from "./wording.ts";

const severity = z.enum(["minor", "major", "critical"]);

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
      severity,
      monitors: z.array(z.string()),
    }),
    (v1) => ({
      title: v1.incidentId === undefined ? "Incident" : `Incident ${v1.incidentId}`,
      severity: "major",
      monitors: [],
    }),
  )
  .formerly("incident.created")
  .sentence(
    ({ entity, metadata: { title, severity } }) => `${entity} was opened: ${title} (${severity})`,
  );

/** Somebody took notice of an incident. */
export const incidentAcknowledge = defineAction("incident.acknowledge")
  .version(1, z.strictObject({ message: z.string().optional() }))
  .sentence(({ entity, actor, metadata }) =>
    withDetails(`${actor.name} acknowledged ${entity}`, [metadata.message]),
  );

/** An incident is somebody's to solve from now on. */
export const incidentAssign = defineAction("incident.assign")
  .version(1, z.strictObject({ assigneeId: z.string(), assigneeName: z.string().optional() }))
  .sentence(
    ({ entity, actor, metadata: { assigneeId, assigneeName = assigneeId } }) =>
      `${actor.name} assigned ${entity} to ${assigneeName}`,
  );

/** An incident weighs more or less than was thought. */
export const incidentReclassify = defineAction("incident.reclassify")
  .version(1, z.strictObject({ from: severity, to: severity, reason: z.string().optional() }))
  .sentence(
    ({ entity, actor, metadata }) =>
      `${actor.name} reclassified ${entity} from ${metadata.from} to ${metadata.to}${because(metadata)}`,
  );

/** Somebody changed what an incident says. */
export const incidentUpdate = defineAction("incident.update")
  .version(1, changesMetadata)
  .sentence(
    ({ entity, actor, metadata }) => `${actor.name} changed ${tellChanges(metadata)} of ${entity}`,
  );

/** An incident is over. */
export const incidentResolve = defineAction("incident.resolve")
  .version(
    1,
    z.strictObject({ cronTimestamp: z.number().optional(), incidentId: z.number().optional() }),
  )
  .formerly("incident.resolved")
  .sentence(({ entity, actor }) => `${actor.name} resolved ${entity}`);

/** A resolved incident goes on. */
export const incidentReopen = defineAction("incident.reopen")
  .version(1, z.strictObject({ reason: z.string().optional() }))
  .sentence(
    ({ entity, actor, metadata }) => `${actor.name} reopened ${entity}${because(metadata)}`,
  );
