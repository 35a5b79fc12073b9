/** Events as CloudEvents 1.0 and back, in the JSON format. @module */
export {
  type CloudEvent,
  type CloudEventData,
  type CloudEventOptions,
  InvalidCloudEventError,
} from "./cloud-events/cloud-event.ts";
export { fromCloudEvent } from "./cloud-events/from-cloud-event.ts";
export { toCloudEvent } from "./cloud-events/to-cloud-event.ts";
