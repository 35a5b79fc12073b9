import { z } from "zod";
import { defineAction } from "../action.ts";
import { changesMetadata } from "./changes-metadata.ts";

/** What a check in one region saw. */
const checkResult = {
  region: z.string(),
  statusCode: z.number().optional(),
  /** Ms. */
  latency: z.number().optional(),
  /** When the run that made the check was due, in ms since epoch. */
  cronTimestamp: z.number().optional(),
};

/** A monitor exists from now on. */
export const monitorCreate = defineAction("monitor.create").version(
  1,
  z.strictObject({ name: z.string(), url: z.string().optional() }),
);

/** Somebody changed a monitor's configuration. */
export const monitorUpdate = defineAction("monitor.update").version(1, changesMetadata);

/** A monitor is gone; its past stays. */
export const monitorDelete = defineAction("monitor.delete").version(
  1,
  z.strictObject({ reason: z.string().optional() }),
);

/** A monitor is not checked until it is resumed. */
export const monitorPause = defineAction("monitor.pause").version(
  1,
  z.strictObject({ reason: z.string().optional() }),
);

/** A paused monitor is checked again. */
export const monitorResume = defineAction("monitor.resume").version(
  1,
  z.strictObject({ reason: z.string().optional() }),
);

/** A monitor does not answer in one region, or not as it must. */
export const monitorDown = defineAction("monitor.down")
  .version(1, z.strictObject({ ...checkResult, message: z.string().optional() }))
  .formerly("monitor.failed");

/** A monitor answers in one region, but slowly or partly. */
export const monitorDegraded = defineAction("monitor.degraded").version(
  1,
  z.strictObject(checkResult),
);

/** A monitor answers in one region as it must. */
export const monitorRecovered = defineAction("monitor.recovered").version(
  1,
  z.strictObject(checkResult),
);
