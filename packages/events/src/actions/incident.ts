import * as z from "zod/mini";
import { builtIn } from "./built-in.ts";
import { changesMetadata } from "./changes-metadata.ts";
import { because, tellChanges, withDetails } from "./wording.ts";

const severity = () => z.enum(["minor", "major", "critical"]);

/** A person or the system opened an incident. */
export const incidentCreate = /* @__PURE__ */ builtIn("incident.create")
  .version(1, () =>
    z.strictObject({ incidentId: z.optional(z.number()), cronTimestamp: z.optional(z.number()) }),
  )
  // 2: an incident has a name and a weight of its own and may span monitors.
  .version(
    2,
    () =>
      z.strictObject({
        title: z.string(),
        severity: severity(),
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
export const incidentAcknowledge = /* @__PURE__ */ builtIn("incident.acknowledge")
  .version(1, () => z.strictObject({ message: z.optional(z.string()) }))
  .sentence(({ entity, actor, metadata }) =>
    withDetails(`${actor.name} acknowledged ${entity}`, [metadata.message]),
  );

/** An incident is somebody's to solve from now on. */
export const incidentAssign = /* @__PURE__ */ builtIn("incident.assign")
  .version(1, () =>
    z.strictObject({ assigneeId: z.string(), assigneeName: z.optional(z.string()) }),
  )
  .sentence(
    ({ entity, actor, metadata: { assigneeId, assigneeName = assigneeId } }) =>
      `${actor.name} assigned ${entity} to ${assigneeName}`,
  );

/** An incident weighs more or less than was thought. */
export const incidentReclassify = /* @__PURE__ */ builtIn("incident.reclassify")
  .version(1, () =>
    z.strictObject({ from: severity(), to: severity(), reason: z.optional(z.string()) }),
  )
  .sentence(
    ({ entity, actor, metadata }) =>
      `${actor.name} reclassified ${entity} from ${metadata.from} to ${metadata.to}${because(metadata)}`,
  );

/** Somebody changed what an incident says. */
export const incidentUpdate = /* @__PURE__ */ builtIn("incident.update")
  .version(1, changesMetadata)
  .sentence(
    ({ entity, actor, metadata }) => `${actor.name} changed ${tellChanges(metadata)} of ${entity}`,
  );

/** An incident is over. */
export const incidentResolve = /* @__PURE__ */ builtIn("incident.resolve")
  .version(1, () =>
    z.strictObject({ cronTimestamp: z.optional(z.number()), incidentId: z.optional(z.number()) }),
  )
  .formerly("incident.resolved")
  .sentence(({ entity, actor }) => `${actor.name} resolved ${entity}`);

/** A resolved incident goes on. */
export const incidentReopen = /* @__PURE__ */ builtIn("incident.reopen")
  .version(1, () => z.strictObject({ reason: z.optional(z.string()) }))
  .sentence(
    ({ entity, actor, metadata }) => `${actor.name} reopened ${entity}${because(metadata)}`,
  );
