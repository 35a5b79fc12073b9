import type { Route } from "./route.ts";
import {
  acknowledgeIncident,
  assignIncident,
  reclassifyIncident,
  reopenIncident,
  resolveIncident,
  updateIncident,
} from "./routes/change-incidents.ts";
import { deleteMonitor, patchMonitor, postMonitor } from "./routes/change-monitors.ts";
import { getIncident, getMonitor, listMonitors } from "./routes/get-entity.ts";
import { postChecks } from "./routes/post-checks.ts";

/** All routes of the service. */
export const routes: readonly Route[] = [
  postChecks,
  listMonitors,
  getMonitor,
  postMonitor,
  patchMonitor,
  deleteMonitor,
  getIncident,
  acknowledgeIncident,
  assignIncident,
  updateIncident,
  reclassifyIncident,
  resolveIncident,
  reopenIncident,
];
