import * as z from "zod/mini";
import { builtIn } from "./built-in.ts";
import { changesMetadata } from "./changes-metadata.ts";
import { because, inMs, tellChanges, withDetails } from "./wording.ts";

/** What a check in one region saw. */
const checkResult = () => ({
  region: z.string(),
  statusCode: z.optional(z.number()),
  /** Ms. */
  latency: z.optional(z.number()),
  /** When the run that made the check was due, in ms since epoch. */
  cronTimestamp: z.optional(z.number()),
});

/** A monitor exists from now on. */
export const monitorCreate = /* @__PURE__ */ builtIn("monitor.create")
  .version(1, () => z.strictObject({ name: z.string(), url: z.optional(z.string()) }))
  .sentence(({ entity, metadata: { name, url } }) =>
    url === undefined ? `${entity} was created: ${name}` : `${entity} was created: ${name}, ${url}`,
  );

/** Somebody changed a monitor's configuration. */
export const monitorUpdate = /* @__PURE__ */ builtIn("monitor.update")
  .version(1, changesMetadata)
  .sentence(
    ({ entity, actor, metadata }) => `${actor.name} changed ${tellChanges(metadata)} of ${entity}`,
  );

/** A monitor is gone; its past stays. */
export const monitorDelete = /* @__PURE__ */ builtIn("monitor.delete")
  .version(1, () => z.strictObject({ reason: z.optional(z.string()) }))
  .sentence(({ entity, actor, metadata }) => `${actor.name} deleted ${entity}${because(metadata)}`);

/** A monitor is not checked until it is resumed. */
export const monitorPause = /* @__PURE__ */ builtIn("monitor.pause")
  .version(1, () => z.strictObject({ reason: z.optional(z.string()) }))
  .sentence(({ entity, actor, metadata }) => `${actor.name} paused ${entity}${because(metadata)}`);

/** A paused monitor is checked again. */
export const monitorResume = /* @__PURE__ */ builtIn("monitor.resume")
  .version(1, () => z.strictObject({ reason: z.optional(z.string()) }))
  .sentence(({ entity, actor, metadata }) => `${actor.name} resumed ${entity}${because(metadata)}`);

/** A monitor does not answer in one region, or not as it must. */
export const monitorDown = /* @__PURE__ */ builtIn("monitor.down")
  .version(1, () => z.strictObject({ ...checkResult(), message: z.optional(z.string()) }))
  .formerly("monitor.failed")
  .sentence(({ entity, metadata: { region, statusCode, message } }) =>
    withDetails(`${entity} went down in ${region}`, [statusCode, message]),
  );

/** A monitor answers in one region, but slowly or partly. */
export const monitorDegraded = /* @__PURE__ */ builtIn("monitor.degraded")
  .version(1, () => z.strictObject(checkResult()))
  .sentence(({ entity, metadata: { region, statusCode, latency } }) =>
    withDetails(`${entity} is degraded in ${region}`, [statusCode, inMs(latency)]),
  );

/** A monitor answers in one region as it must. */
export const monitorRecovered = /* @__PURE__ */ builtIn("monitor.recovered")
  .version(1, () => z.strictObject(checkResult()))
  .sentence(({ entity, metadata: { region, statusCode, latency } }) =>
    withDetails(`${entity} is up in ${region}`, [statusCode, inMs(latency)]),
  );
