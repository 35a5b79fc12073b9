import {
  incidentAcknowledge,
  incidentAssign,
  incidentCreate,
  incidentReclassify,
  incidentReopen,
  incidentResolve,
  incidentUpdate,
} from "./actions/incident.ts";
import { maintenanceEnd, maintenanceStart } from "./actions/maintenance.ts";
import {
  monitorCreate,
  monitorDegraded,
  monitorDelete,
  monitorDown,
  monitorPause,
  monitorRecovered,
  monitorResume,
  monitorUpdate,
} from "./actions/monitor.ts";
import { notificationSent } from "./actions/notification.ts";
import { defineCatalog } from "./catalog.ts";

/** Every action that this package defines: monitors, incidents, maintenance, notifications. */
export const catalog = /* @__PURE__ */ defineCatalog([
  monitorCreate,
  monitorUpdate,
  monitorDelete,
  monitorPause,
  monitorResume,
  monitorDown,
  monitorDegraded,
  monitorRecovered,
  incidentCreate,
  incidentAcknowledge,
  incidentAssign,
  incidentReclassify,
  incidentUpdate,
  incidentResolve,
  incidentReopen,
  maintenanceStart,
  maintenanceEnd,
  notificationSent,
]);

/** The actions of the built-in catalog, as a type. */
export type BuiltInAction = (typeof catalog)["actions"][number];
